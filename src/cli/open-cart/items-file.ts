import type { LinkItem } from "../../open-cart/build/link-item.ts";
import { readJsonFile } from "./read-json-file.ts";
import { itemsFile } from "./schema.ts";

export async function readItemsFile(file: string): Promise<readonly LinkItem[]> {
  return readJsonFile("--items", file, itemsFile);
}
