import { z } from "zod";
import { form, text } from "../kinds.ts";
import { listOf, optional, withDefault } from "../setting.ts";

/** Two signs at least that are no `*`: a pattern that fits everybody would silence the shop. */
function pattern(what: string) {
  return form(`a pattern of ${what}, with at least two signs besides *`, /^(?=.*[^*\s].*[^*\s])\S{2,200}$/);
}

const NOBODY_READS = [
  "noreply@*",
  "no-reply@*",
  "no_reply@*",
  "donotreply@*",
  "do-not-reply@*",
  "postmaster@*",
  "mailer-daemon@*",
];

export const shopper = z
  .strictObject({
    StaffCustomerGroups: optional(
      listOf(text("a customer group"), "A customer group of Commerce; case does not matter."),
      { meaning: "Customer groups of your own people.", standard: "none" },
    ),
    TestAccounts: optional(
      listOf(pattern("account numbers"), "A pattern of account numbers; `*` stands for anything."),
      { meaning: "Accounts that are used for tests, such as `TEST*`.", standard: "none" },
    ),
    IgnoredAddresses: withDefault(
      listOf(pattern("addresses"), "A pattern of addresses; `*` stands for anything."),
      NOBODY_READS,
      {
        meaning:
          "Addresses that nobody reads, and those of crawlers and tests, such as `*@qa.example.com`. A list of your own replaces the default.",
        standard: NOBODY_READS.map((address) => `\`${address}\``).join(", "),
      },
    ),
  })
  .describe("Who is not a shopper: carts of these end as `not-a-shopper`.");
