import { writeFile } from "node:fs/promises";
import { OUTCOME_MEANINGS } from "../cart/outcome.ts";
import { ConnectorError } from "../cart/connector-error.ts";
import type { Mail } from "../ports/mail-writer.ts";
import { explain } from "../run/explain.ts";
import { plainExample, previewCart, previewExample, type Preview } from "../run/preview.ts";
import type { WiredChannel } from "../run/wire-neighbours.ts";
import type { Wired } from "../run/wire.ts";
import { loadSettings } from "../settings/load.ts";
import { PROVIDERS } from "../settings/provider-sections.ts";
import type { Arguments } from "./arguments.ts";
import { faultText } from "./fault-text.ts";
import { mailText, requestText } from "./preview-text.ts";
import { chosen } from "./run-command.ts";
import { withConnector, type Surroundings } from "./surroundings.ts";
import { wrong } from "./wrong.ts";

/** `connector preview [cart]`: the mail and the requests, as they would be sent. Sends nothing, writes nothing but FILE. */
export async function previewCommand(given: Arguments, around: Surroundings): Promise<number> {
  const asked = withProvider(given, around);
  if (given.subject !== "") {
    return withConnector(given, asked, (wired) => cartPreview(wired, given, asked));
  }
  const unusable = await settingsFault(given, asked);
  if (unusable !== undefined) return plainPreview(unusable, given, asked);
  return withConnector(given, asked, (wired) => examplePreview(wired, given, asked));
}

/**
 * The settings as if this provider were chosen. On which ground people are mailed says nothing about a request, so it
 * need not be filled in for this.
 */
function withProvider({ provider }: Arguments, around: Surroundings): Surroundings {
  if (provider === undefined) return around;
  const known = PROVIDERS.map(({ name }) => name);
  if (!known.some((name) => name === provider)) throw wrong(`--provider: expected ${known.join(", ")}`);
  const env = {
    ...around.env,
    ConnectorOptions__EmailProvider: provider,
    ConsentOptions__Basis: "suppression-list-only",
    ConsentOptions__LegalBasis: "a preview mails nobody",
  };
  return { ...around, env };
}

/** Why there is nothing to make a request from; undefined when there is. */
async function settingsFault(given: Arguments, around: Surroundings): Promise<ConnectorError | undefined> {
  try {
    await loadSettings({ file: given.settings, env: around.env });
    return undefined;
  } catch (thrown) {
    if (thrown instanceof ConnectorError && thrown.code === "settings-invalid") return thrown;
    throw thrown;
  }
}

async function plainPreview(
  unusable: ConnectorError,
  given: Arguments,
  around: Surroundings,
): Promise<number> {
  // somebody who asks for a provider's request has to be told why there is none
  if (given.provider !== undefined) throw unusable;
  const mail = plainExample(languageOf(given));
  if (given.json) around.out(JSON.stringify({ requests: null, mail }));
  else {
    around.out("The example, as the built-in mail shows it. Nothing is sent.\n");
    for (const line of mailText(mail)) around.out(line);
    around.err(`There is no request to show yet:\n${faultText(unusable)}`);
  }
  await keep(mail, given, around);
  return 0;
}

async function examplePreview(wired: Wired, given: Arguments, around: Surroundings): Promise<number> {
  const channel = oneOf(chosen(wired, given.channel));
  const preview = previewExample(channel, languageOf(given));
  await show({ preview, channel, about: "The example", given, around });
  return 0;
}

/** The first channel, unless another is named: there is one FILE to write. */
function oneOf([channel]: readonly WiredChannel[]): WiredChannel {
  if (channel === undefined) throw wrong("there is no channel in the settings");
  return channel;
}

async function cartPreview(wired: Wired, given: Arguments, around: Surroundings): Promise<number> {
  const channel = oneOf(chosen(wired, given.channel));
  const preview = await previewCart(
    wired.dryPassTools(channel, () => undefined),
    channel,
    given.subject,
  );
  if ("ended" in preview) {
    const { outcome } = preview.ended;
    if (given.json) around.out(JSON.stringify({ channel: channel.name, now: preview.ended }));
    else around.out(`There is no mail for this cart: ${outcome}, ${OUTCOME_MEANINGS[outcome]}`);
    return 0;
  }
  const about = await verdict(wired, channel, given);
  await show({ preview, channel, about, given, around });
  return 0;
}

/** With another provider than that of the settings nobody is going to be mailed, so there is nothing to judge. */
async function verdict(wired: Wired, channel: WiredChannel, given: Arguments): Promise<string> {
  const cart = "This cart as it is now";
  if (given.provider !== undefined) return cart;
  const { carts } = await explain(
    wired.dryPassTools(channel, () => undefined),
    given.subject,
  );
  const now = carts[0]?.now;
  if (now === undefined) return cart;
  return now.outcome === "sent"
    ? `${cart}, which nothing forbids to send`
    : `${cart}, which would not be sent: ${now.outcome}, ${OUTCOME_MEANINGS[now.outcome]}`;
}

interface Showing {
  readonly preview: Preview;
  readonly channel: WiredChannel;
  readonly about: string;
  readonly given: Arguments;
  readonly around: Surroundings;
}

async function show({ preview, channel, about, given, around }: Showing): Promise<void> {
  const { requests, mail } = preview;
  const provider = PROVIDERS.find(({ name }) => name === channel.provider.name);
  const title = provider?.title ?? channel.provider.name;
  if (given.json) {
    around.out(
      JSON.stringify({ channel: channel.name, provider: channel.provider.name, sent: false, requests, mail }),
    );
  } else {
    around.out(`${about}. Channel ${channel.name}, ${title}. NOTHING IS SENT.`);
    for (const [index, request] of requests.entries()) {
      around.out(`\nRequest ${index + 1} of ${requests.length}, not sent:\n`);
      for (const line of requestText(request)) around.out(line);
    }
    if (requests.length === 0) around.out("\nThere would be no request: the provider cannot take this cart.");
    around.out(
      provider?.sendsOurMail
        ? "\nThe mail:\n"
        : `\n${title} makes the mail from a template that is kept there. With the built-in one it would be:\n`,
    );
    for (const line of mailText(mail)) around.out(line);
  }
  await keep(mail, given, around);
}

async function keep(mail: Mail, { out: file }: Arguments, around: Surroundings): Promise<void> {
  if (file === undefined) return;
  try {
    // a mail holds a name and what somebody wanted to buy
    await writeFile(file, mail.html, { mode: 0o600 });
  } catch (cause) {
    throw new ConnectorError("arguments-invalid", "--out: the file cannot be written", {
      cause,
      fix: "name a file in a folder that there is and that may be written to",
    });
  }
  around.err(`The HTML of the mail is in ${file}; open it in a browser.`);
}

function languageOf({ language = "en-us" }: Arguments): string {
  if (/^[A-Za-z]{2,3}(-[0-9A-Za-z]{2,8})*$/.test(language)) return language.toLowerCase();
  throw wrong("--language: expected a language tag such as sv or de-at");
}
