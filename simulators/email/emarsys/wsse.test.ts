import { describe, expect, test } from "vitest";
import { createWsseCheck, wsseDigest } from "./wsse.ts";

const USER = { userName: "shop001", secret: "s3cr3t" };
const NONCE = "0123456789abcdef0123456789abcdef";
const CREATED = "2026-01-02T03:04:05.678Z";
const DIGEST = "MWNiNjRiODQxYmVhODY0ZjY5NWFjYzlhZmU4NGRjZTgyYTRjMmIwNA==";

function check(header: string | undefined, now = CREATED): string | undefined {
  return createWsseCheck({ user: USER, clock: { now: () => new Date(now) } })(header);
}

function header(change: Partial<Record<"userName" | "digest" | "nonce" | "created", string>> = {}): string {
  const { userName = USER.userName, nonce = NONCE, created = CREATED } = change;
  const digest = change.digest ?? wsseDigest(nonce, created, USER.secret);
  return `UsernameToken Username="${userName}", PasswordDigest="${digest}", Nonce="${nonce}", Created="${created}"`;
}

test("the digest is the base64 of the hexadecimal digits, as the published vector has it", () => {
  expect(wsseDigest(NONCE, CREATED, USER.secret)).toBe(DIGEST);
  expect(check(header({ digest: DIGEST }))).toBeUndefined();
});

describe("a header is good", () => {
  test.each([
    "2026-01-02T03:04:05.678Z",
    "2026-01-02T03:04:05Z",
    "2026-01-02T03:04:05+00:00",
    "2026-01-02T03:04:05+0000",
    "2026-01-02T03:04:05.1234567Z",
  ])("with the time written as %s", (created) => {
    expect(check(header({ created }))).toBeUndefined();
  });

  test("with a nonce in capitals", () => {
    expect(check(header({ nonce: NONCE.toUpperCase() }))).toBeUndefined();
  });

  test("up to 5 minutes before and after its time", () => {
    expect(check(header(), "2026-01-02T03:09:05.678Z")).toBeUndefined();
    expect(check(header(), "2026-01-02T02:59:05.678Z")).toBeUndefined();
  });
});

describe("a header is refused", () => {
  test.each([
    ["when it is missing", undefined, "malformed header"],
    ["with text after it", `${header()} Content-type: application/json`, "malformed header"],
    ["without a space after the commas", header().replaceAll(", ", ","), "malformed header"],
    ["for an unknown user", header({ userName: "nobody" }), "unknown user"],
    [
      "with a nonce of other characters",
      header({ nonce: NONCE.replace("a", "z") }),
      "the nonce is not 32 hexadecimal digits",
    ],
    [
      "with a local time",
      header({ created: "2026-01-02T04:04:05+01:00" }),
      "the time is not ISO 8601 in UTC",
    ],
    [
      "with a time that does not exist",
      header({ created: "2026-13-02T03:04:05Z" }),
      "the time is more than 5 minutes off",
    ],
    [
      "with a digest of the raw bytes",
      header({ digest: Buffer.from("1cb64b841bea864f695acc9afe84dce82a4c2b04", "hex").toString("base64") }),
      "wrong digest",
    ],
    [
      "when the digest is for another time",
      header({ created: "2026-01-02T03:04:06Z", digest: DIGEST }),
      "wrong digest",
    ],
  ])("%s", (_how, text, fault) => {
    expect(check(text)).toBe(fault);
  });

  test("more than 5 minutes from its time, either way", () => {
    expect(check(header(), "2026-01-02T03:09:05.679Z")).toBe("the time is more than 5 minutes off");
    expect(check(header(), "2026-01-02T02:59:05.677Z")).toBe("the time is more than 5 minutes off");
  });

  test("the second time", () => {
    const checkAgain = createWsseCheck({ user: USER, clock: { now: () => new Date(CREATED) } });
    expect(checkAgain(header())).toBeUndefined();
    expect(checkAgain(header())).toBe("the nonce was used before");
  });
});
