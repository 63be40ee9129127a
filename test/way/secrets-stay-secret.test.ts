import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BING_MAPS_SECRET } from "../../simulators/retail-server/entities.ts";
import type { CustomerRow, ShopData } from "../../simulators/retail-server/shop-data.ts";
import { stampBefore } from "../../simulators/retail-server/ticks.ts";
import { startServer } from "../../simulators/server.ts";
import { aCart, aCustomer } from "../../simulators/shop/builders.ts";
import { demoShop } from "../../simulators/shop/demo-shop.ts";
import { SECRETS, startNeighbours, type Neighbours } from "../../simulators/start-neighbours.ts";
import { normalAddress, personId, type PersonKey } from "../../src/cart/shopper.ts";
import { ended, startConnector, type Ended } from "../cli/child.ts";

/*
 * The real command line over the demo shop, with neighbours that fail and that name people while they do. Afterwards
 * nothing about a shopper and no secret stands in what was printed, nor in any byte of the ledger.
 */

/** Addresses that the simulated Emarsys turns down, by name, in the middle of a batch. */
const TURNED_DOWN = ["refused", "unknown-contact", "duplicate-contact", "unanswered"].map(
  (name) => `${name}@kanarie.example`,
);

const folder = mkdtempSync(join(tmpdir(), "secrets-"));
const ledgerFile = join(folder, "ledger.sqlite");
const settingsFile = join(folder, "appSettings.json");
const { shop, contacts } = crowd(new Date());
const addresses = shop.customers.flatMap(({ email }) => (email?.includes("@") === true ? [email] : []));
const names = shop.customers.flatMap(({ firstName, lastName }) => [firstName ?? [], lastName ?? []].flat());
const accounts = shop.customers.map(({ account }) => account);
const tokens = new Set<string>();
const printed: Ended[] = [];
const close: (() => Promise<void> | void)[] = [];
/** The files of the ledger as they are while somebody has it open. */
let ledgerBytes: string;

beforeAll(async () => {
  const neighbours = await startNeighbours({ shop, contacts });
  close.push(() => neighbours.close());
  rememberTokens(neighbours);
  writeFileSync(
    settingsFile,
    neighbours.settings({
      SqliteOptions: { Path: ledgerFile },
      EmarsysClientOptions: { TokenUrl: await tokenUrlThatRemembers(neighbours) },
    }),
  );
  const connector = async (...words: readonly string[]): Promise<Ended> => {
    const how = await ended(startConnector([...words, "--settings", settingsFile], { neighbours, folder }));
    printed.push(how);
    return how;
  };

  expect((await connector("ledger", "init")).code).toBe(0);
  const reader = holdOpen(ledgerFile);
  failWhileNamingPeople(neighbours);
  expect((await connector("run", "--verbose")).code).toBe(1);
  expect((await connector("run", "--verbose", "--json")).code).toBe(0);
  neighbours.retailServer.faults.on("Carts/Search", {
    kind: "reply",
    reply: { status: 403, body: addresses[0] },
  });
  expect((await connector("run", "--verbose")).code).toBe(1);
  expect((await connector("check", "--verbose")).code).toBe(1);
  const files = ["", "-wal", "-shm"].map((end) => ledgerFile + end);
  expect(files.filter((file) => !existsSync(file))).toEqual([]);
  ledgerBytes = files.map((file) => readFileSync(file, "utf8")).join("\n");
  reader.close();
});

afterAll(async () => {
  for (const one of close) await one();
  rmSync(folder, { recursive: true });
});

describe("what was printed", () => {
  it("is what the search looks through: the report, the log and the messages", () => {
    const [, first, second] = printed;
    expect(first?.stdout).toContain("found");
    expect(first?.stderr).toContain('"text":"pass ended"');
    expect(first?.stderr).toContain("provider-failed: ");
    expect(JSON.parse(second?.stdout ?? "")).toMatchObject({ outcomes: { refused: 3, unsure: 1 } });
  });

  it("names no shopper: no address, no name, no account number", () => {
    expect(toldIn(everythingPrinted(), [...addresses, ...names, ...accounts])).toEqual([]);
  });

  it("names no cart: logs and reports are read by many", () => {
    expect(
      toldIn(
        everythingPrinted(),
        shop.carts.map(({ id }) => id),
      ),
    ).toEqual([]);
  });

  it("holds no secret and no token", () => {
    expect(tokens.size).toBeGreaterThan(4);
    expect(toldIn(everythingPrinted(), secrets())).toEqual([]);
  });
});

describe("the bytes of the ledger", () => {
  it("are what the search looks through: the hashes of those who were reminded, their accounts and carts", () => {
    const reminded = addresses.map((address) => personOf(address));
    expect(toldIn(ledgerBytes, reminded).length).toBeGreaterThan(100);
    expect(toldIn(ledgerBytes, accounts).length).toBeGreaterThan(100);
    expect(
      toldIn(
        ledgerBytes,
        shop.carts.map(({ id }) => id),
      ).length,
    ).toBeGreaterThan(100);
  });

  it("hold no address and no name", () => {
    expect(toldIn(ledgerBytes, [...addresses, ...names])).toEqual([]);
  });

  it("hold no secret and no token", () => {
    expect(toldIn(ledgerBytes, secrets())).toEqual([]);
  });
});

it.each([
  ["as it is", (text: string) => text],
  ["in capitals", (text: string) => text.toUpperCase()],
  ["percent-encoded", (text: string) => encodeURIComponent(text)],
  ["in base64", (text: string) => Buffer.from(text).toString("base64")],
])("the search finds what is there %s", (_how, written) => {
  const planted = addresses[7] ?? "";
  expect(toldIn(`${everythingPrinted()} to:${written(planted)}.`, addresses)).toEqual([planted]);
});

/** The demo shop, everybody under names that occur nowhere else, and some whom Emarsys turns down. */
function crowd(now: Date): { shop: ShopData; contacts: readonly { email: string; optIn: "1" | "2" | "" }[] } {
  const demo = demoShop({ now });
  const others = TURNED_DOWN.map((email, index) => aCustomer({ account: `90000${index}`, email }));
  const customers = [...demo.shop.customers, ...others].map((row): CustomerRow => ({
    ...row,
    firstName: `${row.firstName ?? ""} Förnamn${row.account}`,
    lastName: `${row.lastName ?? ""} Efternamn${row.account}`,
  }));
  const carts = others.map(({ account }, index) =>
    aCart({
      id: `kanarievagn-${account}`,
      customerId: account,
      modified: stampBefore(now, 40, BigInt(index)),
    }),
  );
  return {
    shop: { ...demo.shop, customers, carts: [...demo.shop.carts, ...carts] },
    contacts: [...demo.contacts, ...TURNED_DOWN.map((email) => ({ email, optIn: "1" as const }))],
  };
}

/** Every neighbour fails once, and puts a person into what it says about it. */
function failWhileNamingPeople({ retailServer, emarsys, keyVault }: Neighbours): void {
  const body = {
    error: { message: `customer ${accounts[3] ?? ""} ${addresses[3] ?? ""} ${names[6] ?? ""}` },
    replyText: addresses[3],
    secret: SECRETS["connector-app-secret"],
  };
  const once = (status: number) => ({ kind: "reply", reply: { status, body } }) as const;
  keyVault.faults.on("get-secret", once(500), 1);
  retailServer.faults.on("Carts/Search", once(401), 1);
  retailServer.faults.on("Customers/GetByAccountNumbers", once(500), 1);
  retailServer.faults.on("Products/GetByIds", once(503), 1);
  retailServer.knobs.poisonedAccounts.set(accounts[5] ?? "", 400);
  emarsys.faults.on("getdata", once(401), 1);
  emarsys.faults.on("trigger", { kind: "act-and-reply", reply: { status: 500, body } }, 1);
}

/** A connection with a transaction open keeps SQLite from tidying its side files away. */
function holdOpen(file: string): DatabaseSync {
  const db = new DatabaseSync(file);
  db.exec("BEGIN; SELECT count(*) FROM documents");
  return db;
}

/** Every token that was shown to Key Vault or Retail Server. */
function rememberTokens({ entra }: Neighbours): void {
  const verify = entra.verify.bind(entra);
  entra.verify = (token, expected) => {
    tokens.add(token);
    return verify(token, expected);
  };
}

/** Emarsys' own token endpoint, with somebody who listens in between. */
async function tokenUrlThatRemembers({ emarsys }: Neighbours): Promise<string> {
  const between = await startServer({
    operationOf: () => "token",
    async answer({ method, headers, body }) {
      const { authorization = "", "content-type": type = "" } = headers;
      const reply = await fetch(`${emarsys.url}/oauth2/token`, {
        method,
        headers: { authorization, "content-type": type },
        body,
      });
      const told = (await reply.json()) as { readonly access_token?: string };
      if (told.access_token !== undefined) tokens.add(told.access_token);
      return { status: reply.status, body: told };
    },
  });
  close.push(() => between.close());
  return `${between.url}/oauth2/token`;
}

function secrets(): readonly string[] {
  return [...Object.values(SECRETS), "canary", BING_MAPS_SECRET, ...tokens];
}

function personOf(address: string): string {
  const db = new DatabaseSync(ledgerFile, { readOnly: true });
  const row = db.prepare("SELECT body FROM documents WHERE id = 'person-key'").get();
  db.close();
  const { key } = JSON.parse(String(row?.["body"])) as { readonly key: string };
  const normal = normalAddress(address);
  if (normal === undefined) throw new Error("a shopper of the demo shop has no proper address");
  // the ledger's own key is what personId takes
  return personId(normal, Buffer.from(key, "base64") as PersonKey);
}

function everythingPrinted(): string {
  return printed.map(({ stdout, stderr }) => `${stdout}\n${stderr}`).join("\n");
}

/** Which of these stand in the text: in any case, plain, percent-encoded or in base64, and not as part of a number. */
function toldIn(text: string, needles: readonly string[]): readonly string[] {
  const lower = text.toLowerCase();
  return needles.filter((needle) => {
    const base64 = Buffer.from(needle).toString("base64").replace(/=+$/, "");
    if (needle.length > 8 && text.includes(base64)) return true;
    return [needle, encodeURIComponent(needle)].some((form) => stands(form.toLowerCase(), lower));
  });
}

function stands(form: string, text: string): boolean {
  for (let at = text.indexOf(form); at !== -1; at = text.indexOf(form, at + 1)) {
    const isNumber = /^\d+$/.test(form);
    const around = `${text[at - 1] ?? ""}${text[at + form.length] ?? ""}`;
    if (!isNumber || !/\d/.test(around)) return true;
  }
  return false;
}
