import { z } from "zod";
import { oneOf, text, whole } from "../kinds.ts";
import { listOf, optional, withDefault } from "../setting.ts";

const bases = oneOf("provider-opt-in", "customer-attribute", "suppression-list-only");

export const consent = z
  .strictObject({
    Basis: withDefault(bases, "provider-opt-in", {
      meaning:
        "Why we may write to people. `provider-opt-in`: the provider says that this person opted in. `customer-attribute`: the customer's record in Commerce says so. `suppression-list-only`: everybody who did not object.",
    }),
    CustomerAttributeName: optional(text("the name of an attribute or of an extension property"), {
      meaning:
        "With `customer-attribute`: the attribute or extension property of the customer that holds the consent, as Commerce names it; case does not matter.",
    }),
    AcceptedValues: withDefault(
      listOf(text("a value"), "A value that is a yes; case does not matter."),
      ["true", "yes", "1"],
      {
        meaning:
          "With `customer-attribute`: the values that are a yes; case does not matter. Any other value, and none, is a no.",
        standard: "`true`, `yes`, `1`",
      },
    ),
    LegalBasis: optional(text("at least 10 characters in words", 10), {
      meaning:
        "With `suppression-list-only`: the legal basis on which you write without an opt-in, in words. They are kept with every reminder.",
    }),
  })
  .describe(
    "Permission to write. Commerce's own flags and refusals known to the provider count whatever the basis.",
  );

export const purchaseGuard = z
  .strictObject({
    PurchaseLookbackDays: withDefault(whole(0, 90), 7, {
      meaning:
        "Nobody is reminded of a product bought within this time. Orders newer than the cart always count.",
      unit: "days",
    }),
    RecheckAfterSeconds: withDefault(whole(0, 3600), 60, {
      meaning:
        "Consent, carts and orders are asked for again immediately before the claim when more than this has passed since they were. 0: always.",
      unit: "seconds",
    }),
  })
  .describe("No reminders of what was bought.");
