import { z } from "zod";
import { oneOf, text, whole } from "../kinds.ts";
import { optional, withDefault } from "../setting.ts";

export const consent = z
  .strictObject({
    Basis: withDefault(oneOf("provider-opt-in", "suppression-list-only"), "provider-opt-in", {
      meaning:
        "Why we may write to people. `provider-opt-in`: the provider says that this person opted in. `suppression-list-only`: everybody who did not object.",
    }),
    LegalBasis: optional(text("at least 10 characters in words", 10), {
      meaning:
        "With `suppression-list-only`: the legal basis on which you write without an opt-in, in words.",
    }),
  })
  .describe("Permission to write.");

export const purchaseGuard = z
  .strictObject({
    PurchaseLookbackDays: withDefault(whole(0, 90), 7, {
      meaning:
        "Nobody is reminded of a product bought within this time. Orders newer than the cart always count.",
      unit: "days",
    }),
  })
  .describe("No reminders of what was bought.");
