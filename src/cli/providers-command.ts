import { PROVIDERS } from "../settings/provider-sections.ts";
import type { Arguments } from "./arguments.ts";
import type { Surroundings } from "./surroundings.ts";

type Provider = (typeof PROVIDERS)[number];

/** `connector providers`: what there is to choose from, as each declares itself. Needs no settings. */
export function providersCommand({ json }: Arguments, around: Surroundings): number {
  if (json) around.out(JSON.stringify(PROVIDERS.map(aboutProvider)));
  else for (const line of table(PROVIDERS)) around.out(line);
  return 0;
}

function aboutProvider({ name, title, sectionName: section, can, cannot, ...about }: Provider) {
  const { sendsOurMail, tellsAfterwards } = about;
  return { name, title, section, ...can, sendsOurMail, tellsAfterwards, cannot };
}

const COLUMNS: readonly (readonly [string, (provider: Provider) => string])[] = [
  ["provider", ({ name }) => name],
  ["people", ({ can }) => String(can.maxBatch)],
  ["consent", ({ can }) => mark(can.knowsConsent)],
  ["repeats", ({ can }) => mark(can.deduplicates)],
  ["doubts", ({ tellsAfterwards }) => mark(tellsAfterwards)],
  ["opt-out", ({ cannot }) => mark(cannot["opt-out"] === undefined)],
  ["erasure", ({ cannot }) => mark(cannot.erasure === undefined)],
  ["sandbox", ({ cannot }) => mark(cannot.sandbox === undefined)],
  ["mail", ({ sendsOurMail }) => (sendsOurMail ? "written here" : "their template")],
];

const LEGEND = [
  "people   in one request, at most",
  "consent  knows who agreed to be written to",
  "repeats  ignores a repeated request",
  "doubts   can be asked what became of a request whose end nobody saw",
  "opt-out  is told when somebody refuses",
  "erasure  can be asked to forget somebody",
  "sandbox  takes requests that mail nobody",
  "",
  "ConnectorOptions.EmailProvider chooses one; docs/providers has a page for each, and says why not where there is a –.",
];

function table(providers: readonly Provider[]): readonly string[] {
  const rows = [COLUMNS.map(([title]) => title), ...providers.map((one) => COLUMNS.map(([, of]) => of(one)))];
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return [...lines, "", ...LEGEND];
}

function mark(can: boolean): string {
  return can ? "✓" : "–";
}
