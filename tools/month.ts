import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { format, resolveConfig } from "prettier";
import { compare } from "../test/month/compare.ts";
import { reportMarkdown, withReport } from "../test/month/report/report-markdown.ts";
import { reportText } from "../test/month/report/report-text.ts";

/*
 * npm run month                                    the month of seed 1: a few minutes
 * npm run month -- --shoppers 200 --days 10        a smaller one
 * npm run month -- --write                         and puts its figures into the document
 */

const DOCUMENT = "docs/guarantees.md";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    shoppers: { type: "string", default: "1000" },
    days: { type: "string", default: "30" },
    write: { type: "boolean", default: false },
  },
});

const size = { seed: whole(values.seed), shoppers: whole(values.shoppers), days: whole(values.days) };
const began = performance.now();
const comparison = await compare(size, (sender) =>
  process.stderr.write(`\r\u001b[K${seconds()} s  ${sender} …`),
);
process.stderr.write(`\r\u001b[K`);
for (const line of reportText(comparison)) console.log(line);
console.log(`\n${seconds()} s`);
if (values.write) {
  const document = withReport(readFileSync(DOCUMENT, "utf8"), reportMarkdown(comparison));
  writeFileSync(DOCUMENT, await format(document, { ...(await resolveConfig(DOCUMENT)), filepath: DOCUMENT }));
  console.log(`written to ${DOCUMENT}`);
}
const { product } = comparison;
process.exitCode = product.wrong + product.byWrong["no-evidence"] + product.lost === 0 ? 0 : 1;

function seconds(): string {
  return ((performance.now() - began) / 1000).toFixed(0);
}

function whole(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1) throw new Error(`expected a whole number, got ${text}`);
  return number;
}
