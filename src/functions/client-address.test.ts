import { expect, test } from "vitest";
import { clientAddress } from "./client-address.ts";

test.each([
  ["192.0.2.7", 1, "192.0.2.7"],
  ["192.0.2.7:50123", 1, "192.0.2.7"],
  ["203.0.113.9, 192.0.2.7:50123", 1, "192.0.2.7"],
  ["203.0.113.9, 192.0.2.7, 198.51.100.1:443", 2, "192.0.2.7"],
  ["[2001:db8::7]:50123", 1, "2001:db8::7"],
  ["2001:db8::7", 1, "2001:db8::7"],
  ["192.0.2.7", 2, undefined],
  ["192.0.2.7", 0, undefined],
  ["", 1, undefined],
  [null, 1, undefined],
])("of %j behind %j proxies %j is the client", (header, proxies, address) => {
  expect(clientAddress(header, proxies)).toBe(address);
});

test("nobody talks himself into a list by sending the header", () => {
  const forged = "192.0.2.7, 192.0.2.7, 203.0.113.9:1234";
  expect(clientAddress(forged, 1)).toBe("203.0.113.9");
});

test("a header without end is looked at from behind only", () => {
  expect(clientAddress(`${"192.0.2.7,".repeat(10_000)}203.0.113.9`, 1)).toBe("203.0.113.9");
});
