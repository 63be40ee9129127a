import { expect, test } from "vitest";
import { allowedClients, isClientAllowed } from "./allowed-clients.ts";

test.each([
  ["", "192.0.2.7"],
  [" ; ;", "192.0.2.7"],
  ["", undefined],
  ["192.0.2.7", "192.0.2.7"],
  ["192.0.2.1;192.0.2.7", "192.0.2.7"],
  [" 192.0.2.1 ; 192.0.2.7 ;", "192.0.2.7"],
  ["192.0.2.7", "::ffff:192.0.2.7"],
  ["::FFFF:C000:207", "192.0.2.7"],
  ["2001:DB8::1", "2001:db8:0:0:0:0:0:1"],
])("the list '%s' lets %s in", (setting, client) => {
  expect(isClientAllowed(allowedClients(setting), client)).toBe(true);
});

test.each([
  ["192.0.2.7", "192.0.2.70"],
  ["192.0.2.7", undefined],
  ["192.0.2.7", "192.0.2.7, 203.0.113.9"],
  ["192.0.2.7", "::ffff:192.0.2.8"],
  ["2001:db8::1", "2001:db8::2"],
  ["192.0.2.999", "192.0.2.999"],
  ["192.0.2", "192.0.0.2"],
  ["0xC0000207", "192.0.2.7"],
  ["kontoret", "kontoret"],
  ["kontoret", "192.0.2.7"],
])("the list '%s' keeps %s out", (setting, client) => {
  expect(isClientAllowed(allowedClients(setting), client)).toBe(false);
});
