import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { MOST_PIECES } from "../cart/ware-values.ts";
import { buildLink } from "./build/build-link.ts";
import { isKnown } from "./hashed-parameters.ts";
import { LONGEST_LINK, LONG_LINK, MOST_EXPIRY_DAYS, MOST_ITEMS, MOST_LINES } from "./limits.ts";
import { codeOf } from "./link-code.ts";
import { allOutcomeCodes, shownFor } from "./outcome-codes.ts";
import { amountOf, open, PRINTED_SECRET } from "./test-shop.ts";
import { TEXTS } from "./texts.ts";
import { compatibleTrust, strictTrust } from "./verify/receiver-settings.ts";

/* The page that retailers' developers read, held against what the code does. */

const page = await readFile("docs/open-cart.md", "utf8");

/** The rows of the table that has these columns, without the code marks. */
function table(...columns: readonly string[]): readonly (readonly string[])[] {
  const lines = page.split("\n").map(cellsOf);
  const header = lines.findIndex((cells) => cells.join() === columns.join());
  const rows = lines.slice(header + 2);
  const end = rows.findIndex((cells) => cells.length === 0);
  return header === -1 ? [] : rows.slice(0, end);
}

function cellsOf(line: string): readonly string[] {
  const cells = line.startsWith("|") ? line.split("|").slice(1, -1) : [];
  return cells.map((cell) => cell.trim().replace(/^`([^`]*)`$/, "$1"));
}

test("every outcome is in the table, in the order of the checks, with its text", () => {
  const rows = table("code", "when", "text").map(([code, , text]) => [code, text]);
  expect(rows).toEqual(allOutcomeCodes().map((code) => [code, shownFor(code)]));
});

test("every text is there in both languages", () => {
  const rows = table("text", "Danish", "English");
  expect(rows).toEqual(Object.entries(TEXTS).map(([key, { da, en }]) => [key, da, en]));
});

test("every code in the signing table can be computed from its row", () => {
  const rows = table("secret", "the values after it", "code");
  expect(rows.length).toBe(5);
  for (const [secret = "", values = "", code] of rows) expect(codeOf(secret, [values])).toBe(code);
});

test("every parameter in the table has a meaning, and none is missing", () => {
  const names = table("name", "meaning", "value", "where", "covered by the code").map(([name]) => name ?? "");
  const inJson = ["currency", "weight"];
  expect(names.filter((name) => !isKnown("add", name) && !isKnown("addmulti", name))).toEqual([]);
  expect(names.length).toBe(15);
  expect(names).toEqual(expect.arrayContaining([...inJson, "input", "returnUrl", "stack", "code"]));
});

describe("every link on the page works in the shop of the manual", () => {
  const links = page.match(/https:\/\/minshop\.dk\/actions\S+/g) ?? [];

  test("there are six", () => expect(links.length).toBe(6));

  test.each(links)("%s", (link) => {
    expect(open(link)).toMatchObject({ result: "added", code: "added" });
  });
});

test("the links on the page are the ones the builder makes", () => {
  const shop = "https://minshop.dk";
  const orders = [
    buildLink({ kind: "add", shop, item: { product: "17", amount: 2 } }),
    buildLink({
      kind: "add-multi",
      shop,
      items: [
        { product: "17", amount: 2 },
        { product: "99", variant: "5" },
      ],
    }),
    buildLink({
      kind: "signed-add-multi",
      shop,
      secret: PRINTED_SECRET,
      items: [
        {
          product: "12",
          variant: "34",
          amount: 2,
          price: amountOf("199.95"),
          currency: "DKK",
          weight: amountOf("0.2"),
          title: "Tilbud",
        },
      ],
    }),
  ];
  for (const link of orders) expect(page).toContain(`\n${link.kind === "link" ? link.url : "nothing"}\n`);
});

test("the limits on the page are the ones in the code", () => {
  for (const words of [
    `1 to ${MOST_ITEMS} products`,
    `1 to ${MOST_PIECES}`,
    `0 to ${MOST_EXPIRY_DAYS}`,
    `${LONGEST_LINK} characters`,
    `about ${LONG_LINK}`,
    `${MOST_LINES} lines`,
  ]) {
    expect(page).toContain(words);
  }
});

test("the settings on the page are the presets", () => {
  const rows = table(
    "setting",
    "`strictTrust`, for new shops",
    "`compatibleTrust`, takes what the shop takes",
  );
  const first = (cell = ""): string => cell.replaceAll("`", "").split(/[;:,]/)[0] ?? "";
  expect(rows.length).toBe(4);
  for (const [name = "", strict, compatible] of rows) {
    const shown = { strict: first(strict), compatible: first(compatible) };
    const preset = { strict: valueIn(strictTrust, name), compatible: valueIn(compatibleTrust, name) };
    expect({ name, ...shown }).toEqual({ name, ...preset });
  }
});

function valueIn(trust: object, name: string): string {
  const value: unknown = new Map<string, unknown>(Object.entries(trust)).get(name);
  return value === undefined ? "none" : JSON.stringify(value).replaceAll('"', "");
}
