import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { ConnectorError } from "../../cart/connector-error.ts";
import { csvRows } from "./csv.ts";
import { readOrderExport, type OrderExport } from "./order-export.ts";

const folder = mkdtempSync(join(tmpdir(), "order-export-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function exported(text: string): Promise<OrderExport> {
  const path = join(folder, "orders.txt");
  writeFileSync(path, text);
  return readOrderExport({
    path,
    namedBy: "--orders",
    fault: "arguments-invalid",
    guide: "docs/recovered.md",
  });
}

async function faultOf(text: string): Promise<string> {
  try {
    await exported(text);
  } catch (thrown) {
    if (thrown instanceof ConnectorError) return `${thrown.message} (${thrown.fix ?? ""})`;
    throw thrown;
  }
  return expect.fail("the export was taken");
}

const CODE = "AC-R1-7K3M4Q2X5T2BVA";
const ORDER = {
  referralCode: CODE,
  at: Date.parse("2026-11-23T09:30:00.000Z"),
  total: "1299.95",
  currency: "DKK",
  isCancelled: false,
};

describe("an export of orders", () => {
  it.each([
    [
      "a table with commas",
      `id,referralCode,created,total,currency\n7,${CODE},2026-11-23T09:30:00Z,1299.95,DKK\n`,
    ],
    [
      "a table with semicolons and comma decimals, as Danish programs write it",
      `\uFEFFOrder ID;Referral_code;Date;Total;Currency code\r\n7;${CODE};2026-11-23 09:30;1.299,95;dkk\r\n`,
    ],
    [
      "a table with tabs, quotes and columns we do not know",
      `ID\tComment\tCurrency\tTotal\tReferralCode\tCreatedAt\n7\t"say ""hi""\n\tplease"\tDKK\t1299.95\t${CODE}\t2026-11-23T10:30:00+01:00`,
    ],
    [
      "a list of objects",
      JSON.stringify([
        { id: 7, referralCode: CODE, created: "2026-11-23T09:30:00.000Z", total: 1299.95, currency: "DKK" },
      ]),
    ],
    [
      "an object with orders",
      JSON.stringify({
        orders: [
          {
            id: "7",
            ReferralCode: CODE,
            date: "2026-11-23 09:30:00",
            total: "1299,95",
            currencyCode: "DKK",
            status: "",
          },
        ],
      }),
    ],
  ])("is read from %s", async (_what, text) => {
    expect(await exported(text)).toEqual({ orders: [{ ...ORDER, id: "7" }], withoutCode: 0, bad: [] });
  });

  it("counts orders without a code, names rows that are no good by number alone, and takes the others", async () => {
    const head = "referralCode;created;total;currency;status\n";
    const rows = [
      `${CODE};2026-11-23T09:30;1299,95;DKK;shipped`,
      ";whatever;nothing;none;",
      `${CODE};yesterday;1299,95;DKK;`,
      `${CODE};2026-11-23T09:30;1.299;DKK;`,
      `${CODE};2026-11-23T09:30;10;kroner;`,
      `${CODE};2026-11-23T09:30;;DKK;Annulleret`,
    ];
    expect(await exported(head + rows.join("\n"))).toEqual({
      orders: [
        { ...ORDER, id: "row 2" },
        { ...ORDER, id: "row 7", total: undefined, isCancelled: true },
      ],
      withoutCode: 1,
      bad: [
        { row: 4, why: "expected a moment such as 2026-11-22T10:00:00Z or 2026-11-22 10:00" },
        { row: 5, why: "expected a total such as 1299.95 or 1.299,95" },
        { row: 6, why: "expected a currency such as DKK" },
      ],
    });
  });

  it("in a list may hold anything: what is no order with a code is passed over", async () => {
    expect(await exported('[null, 5, {"__proto__": {"referralCode": "x"}}, []]')).toEqual({
      orders: [],
      withoutCode: 4,
      bad: [],
    });
  });

  it.each([
    [
      "",
      "--orders: expected a header with the columns referralCode, created, total, currency; referralCode, created, total, currency cannot be found (docs/recovered.md shows what such a file looks like)",
    ],
    [
      "id,total\n1,2",
      "--orders: expected a header with the columns referralCode, created, total, currency; referralCode, created, currency cannot be found (docs/recovered.md shows what such a file looks like)",
    ],
    [
      'a,"b\n',
      "--orders: a quotation mark is not closed, or stands inside a field (docs/recovered.md shows what such a file looks like)",
    ],
    ["[1,", "--orders: expected JSON (docs/recovered.md shows what such a file looks like)"],
    [
      '{"rows": []}',
      "--orders: expected a list of orders, or an object with a list named orders (docs/recovered.md shows what such a file looks like)",
    ],
  ])("that is %j is refused as a whole, in words", async (text, says) => {
    expect(await faultOf(text)).toBe(says);
  });
});

describe("rows of a table", () => {
  it("may hold separators, quotes and line ends, and know their line", () => {
    expect(csvRows('a,b\n"x, ""y""\nz",2\n\n3,4')).toEqual([
      { line: 1, fields: ["a", "b"] },
      { line: 2, fields: ['x, "y"\nz', "2"] },
      { line: 5, fields: ["3", "4"] },
    ]);
  });

  it("are none in nothing", () => {
    expect(csvRows("")).toEqual([]);
    expect(csvRows("\n\n")).toEqual([]);
  });

  it("come out quickly of a long text", () => {
    expect(csvRows(`a;b\n${"1;2\n".repeat(50_000)}`)).toHaveLength(50_001);
    expect(csvRows(`"${"a".repeat(1_000_000)}`)).toBeUndefined();
  });
});
