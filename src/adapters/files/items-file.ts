import type { z } from "zod";
import { readJsonFile, type NamedFile } from "./read-json-file.ts";
import { itemsFile } from "./schema.ts";

/** The items of a link, as somebody wrote them down. */
export async function readItemsFile(file: NamedFile): Promise<z.output<typeof itemsFile>> {
  return readJsonFile(file, itemsFile);
}
