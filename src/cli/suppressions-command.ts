import { createReadStream } from "node:fs";
import { ConnectorError } from "../cart/connector-error.ts";
import type { SuppressionReason } from "../cart/documents.ts";
import { exportSuppressions, importSuppressions, type ImportReport } from "../run/suppression-list.ts";
import { SUPPRESSION_REASONS } from "../run/suppression-row.ts";
import type { Wired } from "../run/wire.ts";
import { wrong, type Arguments } from "./arguments.ts";
import { withConnector, type Surroundings } from "./surroundings.ts";

/** `connector suppressions import|export`. */
export async function suppressionsCommand(given: Arguments, around: Surroundings): Promise<number> {
  switch (given.subject) {
    case "import": {
      const reason = reasonOf(given);
      if (given.object === "") throw wrong("suppressions import: expected a file, or - for what is piped in");
      return withConnector(given, around, (wired) => importList(wired, reason, { given, around }));
    }
    case "export":
      if (given.object !== "" || given.json || given.reason !== undefined)
        throw wrong("suppressions export: expected nothing more");
      return withConnector(given, around, (wired) => exportList(wired, around));
    default:
      throw wrong("suppressions: expected import or export");
  }
}

function reasonOf({ reason = "manual" }: Arguments): SuppressionReason {
  const known = SUPPRESSION_REASONS.find((one) => one === reason);
  if (known === undefined) throw wrong(`--reason: expected ${SUPPRESSION_REASONS.join(", ")}`);
  return known;
}

async function importList(
  wired: Wired,
  reason: SuppressionReason,
  to: { readonly given: Arguments; readonly around: Surroundings },
): Promise<number> {
  const { given, around } = to;
  const tools = { ...wired.doubtTools, personKey: await wired.personKey() };
  const report = await importSuppressions(tools, csvOf(given.object, around), {
    reason,
    onProgress: (read) => around.progress(`${read} people read …`),
  });
  around.progress("");
  if (given.json) around.out(JSON.stringify(report));
  else for (const line of reportText(report)) around.out(line);
  return report.bad === 0 ? 0 : 1;
}

function reportText({ read, added, already, bad, badLines }: ImportReport): readonly string[] {
  const more = bad - badLines.length;
  return [
    `${counted(read)} read, ${added} added, ${already} were on the list before`,
    ...(bad === 0 ? [] : [`${bad} ${bad === 1 ? "line" : "lines"} could not be used:`]),
    ...badLines.map(({ line, why }) => `  line ${line}: ${why}`),
    ...(more === 0 ? [] : [`  and ${more} more`]),
  ];
}

function counted(people: number): string {
  return people === 1 ? "1 person" : `${people} people`;
}

async function* csvOf(file: string, around: Surroundings): AsyncGenerator<Uint8Array | string> {
  if (file === "-") {
    yield* around.input ?? [];
    return;
  }
  try {
    yield* createReadStream(file) as AsyncIterable<Uint8Array>;
  } catch (cause) {
    throw new ConnectorError("arguments-invalid", "suppressions import: the file cannot be read", { cause });
  }
}

async function exportList({ ledger }: Wired, around: Surroundings): Promise<number> {
  for await (const lines of exportSuppressions(ledger))
    for (const line of lines.split("\n").filter((one) => one !== "")) around.out(line);
  return 0;
}
