import { randomBytes } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PersonId } from "../../src/cart/shopper.ts";
import { unsubscribeToken, type UnsubscribeKey } from "../../src/cart/unsubscribe-token.ts";
import { createHost } from "../../src/functions/host.ts";
import { openApp, type AppUnderTest, type LinkRequest } from "./app-under-test.ts";

let app: AppUnderTest;
let token: string;

const OLD = "o".repeat(32);

/** After this everybody of the small shop was reminded, with a link; the token is that of the first one. */
beforeEach(async () => {
  app = await openApp();
  configure();
  await app.postRun();
  token = tokenOf(0);
});

afterEach(() => app.close());

function configure(connector: Readonly<Record<string, unknown>> = {}): void {
  app.line.configure({
    LinkOptions: { PublicBaseUrl: "https://app.example" },
    ConnectorOptions: { Ledger: "sqlite", ...connector },
  });
}

/** The token of the link in what was mailed to the shopper of this number. */
function tokenOf(index: number): string {
  const [mail] = app.line.neighbours.emarsys.deliveredTo(app.line.small.addresses[index] ?? "");
  const link = /https:\/\/app\.example\/api\/unsubscribe\/([\w-]+)/.exec(JSON.stringify(mail));
  return link?.[1] ?? "";
}

function personInLedger(): PersonId {
  // an id from the ledger
  return (app.line.documents().find(({ kind }) => kind === "person")?.id ?? "") as PersonId;
}

function reasons(): readonly unknown[] {
  return app.line
    .documents()
    .filter(({ kind }) => kind === "person")
    .flatMap(
      ({ body }) => (JSON.parse(body) as { suppressed?: { reason: string } }).suppressed?.reason ?? [],
    );
}

const ONE_CLICK: Omit<LinkRequest, "token"> = {
  method: "POST",
  body: "List-Unsubscribe=One-Click",
  headers: { "content-type": "application/x-www-form-urlencoded" },
};

const MULTIPART: Omit<LinkRequest, "token"> = {
  method: "POST",
  body: '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
  headers: { "content-type": "multipart/form-data; boundary=x" },
};

describe("an unsubscribe link", () => {
  it("holds nothing of the person but a hash, and is another for everybody", () => {
    expect(token).toMatch(/^[\w-]{87}$/);
    expect(token).not.toBe(tokenOf(1));
    const bytes = Buffer.from(token, "base64url").toString("latin1");
    for (const told of app.line.private) expect(bytes).not.toContain(told);
  });

  it("changes nothing when it is opened, looked up or prefetched, however often", async () => {
    const before = app.line.documents();
    for (const headers of [{}, { purpose: "prefetch" }, { "sec-purpose": "prefetch;prerender" }]) {
      expect((await app.unsubscribe({ token, headers })).status).toBe(200);
      const head = await app.unsubscribe({ token, headers, method: "HEAD" });
      expect([head.status, head.body]).toEqual([200, ""]);
    }
    expect(app.line.documents()).toEqual(before);
  });

  it.each([
    ["the button or a form", ONE_CLICK],
    ["a mail program, as multipart", MULTIPART],
    ["somebody who sends nothing else", { method: "POST" } as const],
  ])("acts when it is posted to by %s, at once and without a redirect", async (_who, how) => {
    const page = await app.unsubscribe({ token, ...how });
    expect(page.status).toBe(200);
    expect(page.headers).not.toHaveProperty("location");
    expect(reasons()).toEqual(["unsubscribed"]);
  });

  it("may be posted to again: the answer is the same, and nothing is written", async () => {
    const first = await app.unsubscribe({ token, ...ONE_CLICK });
    const after = app.line.documents();
    expect(await app.unsubscribe({ token, ...ONE_CLICK })).toEqual(first);
    expect(app.line.documents()).toEqual(after);
  });

  it("answers the same for a person the ledger has forgotten", async () => {
    const known = [await app.unsubscribe({ token }), await app.unsubscribe({ token, ...ONE_CLICK })];
    const db = new DatabaseSync(app.line.ledgerFile);
    db.exec("DELETE FROM documents WHERE kind = 'person'");
    db.close();
    expect([await app.unsubscribe({ token }), await app.unsubscribe({ token, ...ONE_CLICK })]).toEqual(known);
    expect(reasons()).toEqual(["unsubscribed"]);
  });

  it.each([
    ["cut short", (good: string) => good.slice(0, -1)],
    [
      "changed",
      (good: string) =>
        good.endsWith("A") ? `${good.slice(0, 40)}A${good.slice(41)}B` : `${good.slice(0, -1)}A`,
    ],
    // a person this ledger knows, signed by another installation
    ["foreign", () => unsubscribeToken(personInLedger(), Buffer.alloc(32, "f") as UnsubscribeKey)],
    ["made up", () => randomBytes(65).toString("base64url")],
    ["nothing", () => ""],
    ["an attack on the page", () => '"><script>alert(1)</script>'],
  ])("that is %s changes nothing and says nothing", async (_what, make) => {
    const before = app.line.documents();
    const bad = make(token);
    for (const how of [{}, ONE_CLICK, { method: "HEAD" } as const]) {
      const page = await app.unsubscribe({ token: bad, ...how });
      expect(page.status).toBe(404);
      expect(page.body).not.toMatch(/<script|<form/);
    }
    expect(app.line.documents()).toEqual(before);
  });

  it("with a huge body is turned away before anything is done", async () => {
    const page = await app.unsubscribe({ token, method: "POST", body: "x".repeat(20_000) });
    expect([page.status, reasons()]).toEqual([413, []]);
  });

  it("asks for patience while the ledger is down, and works afterwards", async () => {
    const broken = await openApp();
    broken.line.configure({ SqliteOptions: { Path: `${broken.line.settingsFile}/ledger.sqlite` } });
    expect((await broken.unsubscribe({ token, ...ONE_CLICK })).status).toBe(503);
    await broken.close();
  });

  it("keeps the person from every later reminder, and the provider is told when the address is seen again", async () => {
    await app.unsubscribe({ token, ...ONE_CLICK });
    await app.postRun({ from: "2020-01-01T00:00:00Z" });
    const { emarsys } = app.line.neighbours;
    expect(emarsys.calls.get("update-contacts") ?? 0).toBe(1);
    expect(emarsys.deliveredTo(app.line.small.addresses[0] ?? "")).toHaveLength(1);
    await app.postRun({ from: "2020-01-01T00:00:00Z" });
    expect(emarsys.calls.get("update-contacts") ?? 0).toBe(1);
  });
});

describe("the page", () => {
  it.each([
    ["sv-SE,sv;q=0.9,en;q=0.8", "sv", "Avsluta prenumerationen"],
    ["da", "da", "Afmeld"],
    ["fi, de;q=0.5, en;q=0.4", "de", "Abmelden"],
    ["fr-CA", "fr", "Se désabonner"],
    ["en;q=0.1, fr;q=0", "en", "Unsubscribe"],
    ["pl", "en", "Unsubscribe"],
    ["", "en", "Unsubscribe"],
  ])("for %s is in %s", async (wish, language, text) => {
    const page = await app.unsubscribe({ token, headers: { "accept-language": wish } });
    expect(page.headers["content-language"]).toBe(language);
    expect(page.body).toContain(`<html lang="${language}">`);
    expect(page.body).toContain(`<h1>${text}</h1>`);
  });

  it("loads and runs nothing, is not kept, framed or told to others, and needs no script", async () => {
    const { headers, body } = await app.unsubscribe({ token });
    expect(headers).toMatchObject({
      "content-security-policy": expect.stringMatching(/^default-src 'none'; .*form-action 'self'/) as string,
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
    });
    expect(body).not.toMatch(/<script|src=|href=| on\w+=|style=/);
    expect(body).toMatch(/<form method="post">.*<button type="submit">/);
    expect(body).not.toContain(token);
  });
});

describe("changing the key", () => {
  it("leaves links working as long as their key is known", async () => {
    Object.assign(app.line.env, { SECRET__old: OLD, SECRET__new: "n".repeat(32) });
    const signedByOld = unsubscribeToken(personInLedger(), Buffer.from(OLD) as UnsubscribeKey);
    const statuses: (number | undefined)[] = [];
    for (const names of ["old", "new, old", "new"]) {
      const worker = createHost(app.line.env);
      configure({ UnsubscribeKeyKeyVaultSecretNames: names });
      statuses.push((await app.unsubscribe({ token: signedByOld }, worker)).status);
      // from before there was any key of its own
      expect((await app.unsubscribe({ token }, worker)).status).toBe(200);
      await (await worker.connector()).close();
    }
    expect(statuses).toEqual([200, 200, 404]);
    expect((await app.unsubscribe({ token: signedByOld })).status).toBe(404);
  });
});
