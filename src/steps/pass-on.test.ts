import { expect, it } from "vitest";
import { cart } from "../../test/carts.ts";
import { minutesAgo, stage } from "../../test/stage.ts";

const LEFT = cart("left", { modified: minutesAgo(60) });

it.each([
  ["unsubscribed", "opt-out"],
  ["erased", "erasure"],
] as const)(
  "the provider is told once of somebody who %s, when the address is seen again",
  async (reason, owed) => {
    const { shop, slice, provider, suppress, person } = stage();
    shop.put(LEFT);
    await suppress("account-left", { reason, owed });
    await slice([LEFT]);
    await slice([LEFT]);
    expect(provider.told).toEqual([`${owed} account-left@example.com`]);
    expect(person("account-left")?.suppressed).not.toHaveProperty("owed");
    expect(person("account-left")?.suppressed?.reason).toBe(reason);
  },
);

it("a provider that is down holds up nobody and is told the next time", async () => {
  const { shop, slice, provider, suppress, logged, person } = stage();
  const other = cart("other", { modified: minutesAgo(50) });
  shop.put(LEFT, other);
  await suppress("account-left", { reason: "unsubscribed", owed: "opt-out" });
  provider.isDown = true;
  await slice([LEFT, other]);
  expect(provider.delivered).toHaveLength(1);
  expect(person("account-left")?.suppressed?.owed).toBe("opt-out");
  expect(logged).toContain("warn a refusal could not be passed on to the provider");
  provider.isDown = false;
  await slice([LEFT]);
  expect(provider.told).toEqual(["opt-out account-left@example.com"]);
});

it("nothing is passed on that came from a list, or that the provider does not offer", async () => {
  const { shop, slice, provider, suppress, another, person } = stage();
  shop.put(LEFT);
  await suppress("account-left", { reason: "manual" });
  await slice([LEFT]);
  await suppress("account-left", { reason: "unsubscribed", owed: "opt-out" });
  const mute = { name: provider.name, can: provider.can, check: () => provider.check() };
  const other = another({
    provider: {
      ...mute,
      bytesOf: (reminder) => provider.bytesOf(reminder),
      drafts: (reminder) => provider.drafts(reminder),
      remind: (batch) => provider.remind(batch),
      consent: (addresses) => provider.consent(addresses),
    },
  });
  await other.slice([LEFT]);
  expect(provider.told).toEqual([]);
  expect(person("account-left")?.suppressed?.owed).toBe("opt-out");
});
