import { expect, it } from "vitest";
import { customer } from "../../test/carts.ts";
import { notAShopper, type NotShoppers } from "./not-a-shopper.ts";
import { normalAddress } from "./shopper.ts";

const RULES: NotShoppers = {
  staffGroups: ["EMPLOYEE"],
  testAccounts: ["TEST*", "000001"],
  addresses: ["noreply@*", "*@qa.example"],
};

function judge(
  email: string,
  of: { readonly account?: string; readonly group?: string } | "guest" = {},
  rules = RULES,
) {
  const address = normalAddress(email);
  if (address === undefined) throw new Error("no address");
  const who = of === "guest" ? undefined : customer(of.account ?? "004021", { group: of.group });
  return notAShopper({ address, customer: who }, rules);
}

it.each([
  ["staff-group", "kim@example.com", { group: " employee " }],
  ["test-account", "kim@example.com", { account: "test-7" }],
  ["test-account", "kim@example.com", { account: "000001" }],
  ["address-pattern", "NoReply@example.com", {}],
  ["address-pattern", "kim@QA.example", {}],
  ["address-pattern", "kim@qa.example", "guest"],
] as const)("%s: %s with %o", (why, email, of) => {
  expect(judge(email, of)).toBe(why);
});

it.each([
  ["kim@example.com", {}],
  ["kim@example.com", { group: "EMPLOYEES" }],
  ["kim@example.com", { account: "0000012" }],
  ["kim.noreply@example.com", {}],
  ["kim@example.com", "guest"],
] as const)("a shopper: %s with %o", (email, of) => {
  expect(judge(email, of)).toBeUndefined();
});

it("nobody without a group is staff, and without rules everybody is a shopper", () => {
  expect(judge("kim@example.com", {}, { ...RULES, staffGroups: [""] })).toBeUndefined();
  const none: NotShoppers = { staffGroups: [], testAccounts: [], addresses: [] };
  expect(judge("noreply@example.com", { account: "TEST1", group: "EMPLOYEE" }, none)).toBeUndefined();
});
