import { randomBytes } from "node:crypto";
import type { Random } from "../../ports/random.ts";

export function systemRandom(): Random {
  return {
    id: () => randomBytes(18).toString("base64url"),
    fraction: () => randomBytes(4).readUInt32BE() / 2 ** 32,
    bytes: (count) => randomBytes(count),
  };
}
