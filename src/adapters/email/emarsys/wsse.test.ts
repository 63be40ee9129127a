import { expect, test } from "vitest";
import { wsseHeader } from "./wsse.ts";

test("the digest is the base64 of the hexadecimal text of the SHA-1", () => {
  const header = wsseHeader(
    { name: "shop001", secret: "s3cr3t" },
    {
      nonce: Buffer.from("0123456789abcdef0123456789abcdef", "hex"),
      created: new Date("2026-01-02T03:04:05.678Z"),
    },
  );
  expect(header).toBe(
    'UsernameToken Username="shop001", PasswordDigest="MWNiNjRiODQxYmVhODY0ZjY5NWFjYzlhZmU4NGRjZTgyYTRjMmIwNA==", Nonce="0123456789abcdef0123456789abcdef", Created="2026-01-02T03:04:05.678Z"',
  );
});
