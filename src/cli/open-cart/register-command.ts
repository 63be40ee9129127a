import { parseStamp, toDate } from "../../cart/stamp.ts";
import { registerSignedLink, type LinkLimits } from "../../run/open-cart/register-signed-link.ts";
import { withConnector, type Surroundings } from "../surroundings.ts";
import { wordsAndOptions, type WordsAndOptions } from "../words-and-options.ts";
import { wrong } from "../wrong.ts";

const OPTIONS = {
  "not-after": { type: "string" },
  uses: { type: "string" },
  settings: { type: "string" },
  verbose: { type: "boolean" },
  json: { type: "boolean" },
} as const;

type Given = WordsAndOptions<keyof typeof OPTIONS>;

/** `connector open-cart register <link>`: notes it in the ledger. Ends with 0 also when it was there already. */
export async function registerCommand(argv: readonly string[], around: Surroundings): Promise<number> {
  const given = wordsAndOptions(argv, OPTIONS);
  const [link, ...more] = given.words;
  if (link === undefined || more.length > 0) throw wrong("open-cart register: expected one link, in quotes");
  const limits = limitsOf(given);
  const settings = given.texts.get("settings") ?? "appSettings.json";
  return withConnector({ settings, verbose: given.flags.has("verbose") }, around, async (wired) => {
    const { ledger, secrets } = wired;
    const options = wired.settings.OpenCartOptions;
    const done = await registerSignedLink({ ledger, secrets, options }, link, limits);
    if (given.flags.has("json")) around.out(JSON.stringify(done));
    else around.out(done.link === "registered" ? `registered ${done.code}` : `${done.code} is known already`);
    return 0;
  });
}

function limitsOf({ texts }: Given): LinkLimits {
  const [until, uses] = [texts.get("not-after"), texts.get("uses")];
  const notAfter = until === undefined ? undefined : momentOf(until);
  if (uses !== undefined && !/^[1-9]\d{0,8}$/.test(uses))
    throw wrong("--uses: expected a whole number from 1");
  return {
    ...(notAfter === undefined ? {} : { notAfter }),
    ...(uses === undefined ? {} : { usesLeft: Number(uses) }),
  };
}

function momentOf(text: string): Date {
  const stamp = parseStamp(text);
  if (stamp === undefined)
    throw wrong("--not-after: expected a moment with its zone, such as 2026-11-22T10:00:00Z");
  return toDate(stamp);
}
