import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ConstantContact } from "../../../../simulators/email/constant-contact/start-constant-contact.ts";
import { sharedTurns, testTools, type TestTools } from "../test-tools.ts";
import type { ConstantContactOptions } from "./options.ts";
import { readStored } from "./schema.ts";
import { createSignIn, type SignIn } from "./sign-in.ts";
import { account, optionsFor, testVault, type TestVault } from "./test-account.ts";

const HOUR = 3_600_000;

let vault: TestVault;
let tools: TestTools;
let constantContact: ConstantContact;

beforeEach(async () => {
  vault = testVault();
  tools = testTools(vault.connect());
  constantContact = await account(tools.clock);
});

afterEach(async () => {
  await tools.dispatcher.destroy();
  await constantContact.close();
});

/** One more process: its memory is its own, the key vault and the turns are everybody's. */
function process(change: Partial<ConstantContactOptions> = {}, own: Partial<TestTools> = {}): SignIn {
  return createSignIn(optionsFor(constantContact, change), { ...tools, secrets: vault.connect(), ...own });
}

function renewals(): number {
  return constantContact.calls.get("token") ?? 0;
}

function kept() {
  return readStored(vault.values.get("refresh") ?? "");
}

/** Whether Constant Contact takes the token. */
async function isGood(token: string): Promise<boolean> {
  const reply = await fetch(`${constantContact.url}/v3/contact_custom_fields`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return reply.status === 200;
}

describe("rotating refresh tokens", () => {
  test("are kept in the key vault, with the access token that everybody then uses", async () => {
    const token = await process().accessToken();
    expect(await isGood(token)).toBe(true);
    expect(kept()).toMatchObject({
      access_token: token,
      refresh_token: expect.stringMatching(/^refresh-/) as string,
    });
    expect(kept().refresh_token).not.toBe("refresh-first");
    expect(kept().renewing_since).toBeUndefined();
    expect(await process().accessToken()).toBe(token);
    expect(renewals()).toBe(1);
  });

  test("are spent once when many processes start at the same moment, and all of them get in", async () => {
    // who has to wait wakes when the one that renews has written twice: that it will, and what it got
    const clock = { ...tools.clock, sleep: () => vault.whenWritten(2) };
    const tokens = await Promise.all(Array.from({ length: 5 }, () => process({}, { clock }).accessToken()));
    expect(new Set(tokens).size).toBe(1);
    expect(await isGood(tokens[0] ?? "")).toBe(true);
    expect(renewals()).toBe(1);
  });

  test("that another process renewed between our look and our turn are not spent again", async () => {
    const other = process();
    const turns = {
      async take(what: string, seconds: number) {
        await other.accessToken();
        return tools.turns.take(what, seconds);
      },
    };
    expect(await process({}, { turns }).accessToken()).toBe(await other.accessToken());
    expect(renewals()).toBe(1);
  });

  test("are spent once for everybody who asks within one process", async () => {
    const one = process();
    await Promise.all([one.accessToken(), one.accessToken(), one.accessToken()]);
    expect(renewals()).toBe(1);
  });

  test("are not spent where the new one could not be kept: the write is tried first", async () => {
    vault.refuseWrites(1);
    await expect(process().accessToken()).rejects.toMatchObject({ code: "vault-refused" });
    expect(renewals()).toBe(0);
    expect(await isGood(await process().accessToken())).toBe(true);
  });

  test("are tried again after a key vault that refuses for a while: what came is not lost", async () => {
    vault.refuseWrites(3, 1);
    const token = await process().accessToken();
    expect(kept().access_token).toBe(token);
    expect(tools.logged).toEqual([]);
  });

  test("live on in memory when the key vault stays closed, which is an error in the log, and are kept later", async () => {
    vault.refuseWrites(4, 1);
    const one = process();
    const token = await one.accessToken();
    expect(tools.logged.join()).toContain("could not be kept");
    expect(kept().renewing_since).toBeDefined();
    // the day goes on with it, and before it ends the vault takes it
    tools.clock.advance(23 * HOUR);
    const next = await one.accessToken();
    expect(await isGood(next)).toBe(true);
    expect(next).not.toBe(token);
    expect(kept().access_token).toBe(next);
  });

  test("that were spent by a process that died before it kept the new one say so, and what helps", async () => {
    vault.refuseWrites(4, 1);
    const startedAt = tools.clock.now().toISOString();
    await process().accessToken();
    const fault: unknown = await process()
      .accessToken()
      .catch((thrown: unknown) => thrown);
    expect(fault).toMatchObject({
      code: "provider-unauthorized",
      message: expect.stringContaining(`a renewal that began at ${startedAt} was never finished`) as string,
      fix: expect.stringContaining("ConstantContactClientOptions.RefreshTokenKeyVaultSecretName") as string,
    });
  });

  test("that a person replaced are found, whatever stood there before", async () => {
    const one = process();
    const before = await one.accessToken();
    constantContact.consent("refresh-second");
    vault.values.set("refresh", "refresh-second");
    one.turnedDown(before);
    expect(await isGood(await one.accessToken())).toBe(true);
  });
});

describe("an access token", () => {
  test("is renewed two hours before it ends, and not sooner", async () => {
    const one = process();
    await one.accessToken();
    tools.clock.advance(22 * HOUR - 1);
    await one.accessToken();
    expect(renewals()).toBe(1);
    tools.clock.advance(1);
    await one.accessToken();
    expect(renewals()).toBe(2);
  });

  test("that lives shorter than that is renewed at half its life", async () => {
    await constantContact.close();
    constantContact = await account(tools.clock, { expiresInSeconds: 3600 });
    const one = process();
    await one.accessToken();
    tools.clock.advance(HOUR / 2 - 1);
    await one.accessToken();
    expect(renewals()).toBe(1);
    tools.clock.advance(1);
    await one.accessToken();
    expect(renewals()).toBe(2);
  });

  test("is used to its end while it cannot be renewed: a warning, and no more tries than one in five minutes", async () => {
    const one = process();
    const token = await one.accessToken();
    tools.clock.advance(22 * HOUR);
    constantContact.faults.on("token", { kind: "reply", reply: { status: 503, body: "" } });
    expect(await one.accessToken()).toBe(token);
    const tries = renewals();
    expect(await one.accessToken()).toBe(token);
    expect(renewals()).toBe(tries);
    expect(tools.logged).toHaveLength(1);
    expect(tools.logged[0]).toContain("provider-unreachable");
    tools.clock.advance(5 * 60_000);
    constantContact.faults.clear();
    expect(await one.accessToken()).not.toBe(token);
  });

  test("that ended cannot be used any more: then the fault is told", async () => {
    const one = process();
    await one.accessToken();
    tools.clock.advance(24 * HOUR);
    constantContact.faults.on("token", { kind: "reply", reply: { status: 503, body: "" } });
    await expect(one.accessToken()).rejects.toMatchObject({ code: "provider-unreachable" });
  });

  test("that another process made in the meantime replaces one that was turned down", async () => {
    const [one, other] = [process(), process()];
    const first = await one.accessToken();
    await other.accessToken();
    constantContact.revokeAccess();
    other.turnedDown(first);
    const second = await other.accessToken();
    one.turnedDown(first);
    expect(await one.accessToken()).toBe(second);
    expect(renewals()).toBe(2);
  });
});

describe("a renewal", () => {
  test("whose reply was lost is asked for once more", async () => {
    await constantContact.close();
    constantContact = await account(tools.clock, { refreshTokens: "long-lived" });
    constantContact.faults.on("token", { kind: "drop-after" }, 1);
    expect(await isGood(await process().accessToken())).toBe(true);
  });

  test("that another process died in is taken over when its turn has ended", async () => {
    const turns = sharedTurns();
    await turns.take("sign-in of constant-contact", 180);
    await expect(process({}, { turns }).accessToken()).rejects.toMatchObject({
      code: "provider-unreachable",
      message: expect.stringContaining("another run of the connector is renewing") as string,
    });
    expect(renewals()).toBe(0);
    expect(await isGood(await process({}, { turns: sharedTurns() }).accessToken())).toBe(true);
  });

  test("reads key and secret again when they were turned down", async () => {
    const secrets = vault.connect();
    vault.values.set("secret", "old");
    await secrets.read("secret");
    vault.values.set("secret", "client-secret");
    expect(await isGood(await process({}, { secrets }).accessToken())).toBe(true);
  });

  test("does not take a page for tokens", async () => {
    constantContact.faults.on("token", {
      kind: "reply",
      reply: { status: 200, body: "<html>sign in</html>" },
    });
    await expect(process().accessToken()).rejects.toMatchObject({ code: "provider-unreadable" });
  });
});

describe("long-lived refresh tokens", () => {
  const longLived = { refreshTokens: "long-lived" } as const;

  test("need no write and no turn", async () => {
    await constantContact.close();
    constantContact = await account(tools.clock, longLived);
    vault.refuseWrites(100);
    const one = process(longLived);
    expect(await isGood(await one.accessToken())).toBe(true);
    await one.accessToken();
    expect(renewals()).toBe(1);
    expect(vault.values.get("refresh")).toBe("refresh-first");
  });

  test("that rotate after all are kept all the same", async () => {
    expect(await isGood(await process(longLived).accessToken())).toBe(true);
    expect(kept().refresh_token).not.toBe("refresh-first");
    expect(await isGood(await process(longLived).accessToken())).toBe(true);
  });
});

test("every token is hidden from what is printed", async () => {
  const token = await process().accessToken();
  expect(tools.hidden).toEqual(expect.arrayContaining(["refresh-first", token, kept().refresh_token]));
});
