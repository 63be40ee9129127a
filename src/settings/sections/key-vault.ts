import { z } from "zod";
import { vault } from "../kinds.ts";
import { optional } from "../setting.ts";

export const keyVault = z
  .strictObject({
    KeyVaultURI: optional(vault(), {
      meaning:
        "The key vault that holds the secrets. Needed unless every secret is given as an environment variable `SECRET__<name>`.",
      aliases: ["KeyVaultUrl"],
    }),
  })
  .describe("Where the secrets are. The settings name secrets, they never hold one.");
