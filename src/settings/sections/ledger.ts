import { z } from "zod";
import { form, server, text, type Kind } from "../kinds.ts";
import { optional, required, withDefault } from "../setting.ts";

function cosmosName(what: string): Kind<z.ZodType<string>> {
  return form(`${what} without / \\ # ?`, /^[^/\\#?]{1,255}$/);
}

export const cosmos = z
  .strictObject({
    EndPointUri: required(server(), {
      meaning: "The URI of the Azure Cosmos DB account; `https://localhost:8081` is the emulator.",
    }),
    PrimaryKey: optional(form("an account key, or nothing", /^[A-Za-z0-9+/_-]*=*$/), {
      meaning:
        "The key of the account. Leave it empty to sign in with the identity of the app, which is safer. The emulator needs none.",
      hidden: true,
    }),
    DatabaseId: withDefault(cosmosName("a database name"), "AbandonedCartConnector", {
      meaning: "The database.",
    }),
    ContainerId: withDefault(cosmosName("a container name"), "People", {
      meaning:
        "The container, with the partition key `/pk`. The container of Microsoft's sample has another one and cannot be used.",
    }),
  })
  .describe(
    "The ledger: what is remembered about each person. Only used when `ConnectorOptions.Ledger` is `cosmos`.",
  );

export const sqlite = z
  .strictObject({
    Path: withDefault(text("the path of a file"), "connector.sqlite", {
      meaning: "The file that holds the ledger.",
    }),
  })
  .describe("The ledger on one machine. Only used when `ConnectorOptions.Ledger` is `sqlite`.");
