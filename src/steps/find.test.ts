import { describe, expect, it } from "vitest";
import { cart, line, number } from "../../test/carts.ts";
import { NOW, RULES } from "../../test/stage.ts";
import { recalled } from "../../test/way-items.ts";
import { find } from "./find.ts";

const modified = NOW;

it("goes on with carts of customers that have something to show", () => {
  const { on, ended } = find(RULES, [{ cart: cart("good", { modified }) }]);
  expect(on.map((item) => item.cart.id)).toEqual(["good"]);
  expect(ended).toEqual([]);
});

it.each([
  ["empty", { lines: [] }],
  ["empty", { lines: [], account: undefined }],
  ["no-customer", { account: undefined }],
  ["nothing-to-show", { lines: [line("p1", { kind: "voided" })] }],
  ["nothing-to-show", { lines: [line("p1", { kind: "gift-card" }), line("p2", { kind: "deposit" })] }],
  ["nothing-to-show", { lines: [line("p1", { quantity: number("0") })] }],
  ["nothing-to-show", { lines: [line("p1", { quantity: undefined })] }],
  ["nothing-to-show", { lines: [line("p1", { productId: undefined })] }],
] as const)("calls a cart %s when it has %o", (outcome, of) => {
  const { on, ended } = find(RULES, [{ cart: cart("bad", { modified, ...of }) }]);
  expect(on).toEqual([]);
  expect(ended).toMatchObject([{ cartId: "bad", outcome }]);
});

describe("a cart of somebody who is not signed in", () => {
  const guest = cart("guest", { modified, account: undefined, guestEmail: "kim@example.com" });
  const withGuests = { includeGuests: true };

  it("is nobody's unless guests are included", () => {
    expect(find(RULES, [{ cart: guest }]).ended).toMatchObject([{ outcome: "no-customer" }]);
    const [item] = find(withGuests, [{ cart: guest }]).on;
    expect(item?.owner).toEqual({ kind: "guest", email: "kim@example.com" });
  });

  it("is nobody's without an address", () => {
    const bare = cart("bare", { modified, account: undefined });
    expect(find(withGuests, [{ cart: bare }]).ended).toMatchObject([{ outcome: "no-customer" }]);
  });

  it("is the customer's once there is one, whatever address it holds", () => {
    const [item] = find(withGuests, [{ cart: { ...guest, account: "one" } }]).on;
    expect(item?.owner).toEqual({ kind: "customer", account: "one" });
  });
});

it("shows the lines that are products and no others", () => {
  const lines = [line("p1"), line("p2", { kind: "voided" }), line("p3")];
  const [item] = find(RULES, [{ cart: cart("mixed", { modified, lines }) }]).on;
  expect(item?.lines.map(({ productId }) => productId)).toEqual(["p1", "p3"]);
});

it("remembers whose waiting entry brought a cart that ends here", () => {
  const { memory } = recalled(cart("a", { modified }), "orders-unreadable");
  const emptied = cart("a", { modified, lines: [] });
  const [ending] = find(RULES, [{ cart: emptied, awaited: memory }]).ended;
  expect(ending).toMatchObject({ outcome: "empty", about: { memory, candidate: { cartId: "a" } } });
});
