import type { Exchange } from "../../http/exchange.ts";
import { misconfigured, unreadable } from "../failure.ts";
import { MAILCHIMP, SECTION } from "./options.ts";
import { failureIn, unknownTemplate } from "./refusal.ts";
import { parseTemplate } from "./schema.ts";

/** Proves the key and the templates; throws the first fault. Mails nobody. */
export async function checkMailchimp(
  templateNames: readonly string[],
  templateInfo: (name: string) => Promise<Exchange>,
): Promise<readonly string[]> {
  const seen: string[] = [];
  for (const name of new Set(templateNames)) {
    requirePublished(await templateInfo(name));
    seen.push(`template ${name} is published`);
  }
  return ["the key is good", ...seen];
}

function requirePublished(result: Exchange): void {
  const doing = "reading the template";
  const failure = failureIn(result, doing);
  if (failure === "about-a-person") throw unknownTemplate().fault;
  if (failure !== undefined) throw failure.fault;
  const template = result.kind === "reply" ? parseTemplate(result.text) : undefined;
  if (template === undefined) throw unreadable(MAILCHIMP, doing, 200).fault;
  if (!template.published) throw unpublished();
}

function unpublished() {
  return misconfigured(
    `the template of ${SECTION}.TemplateName was never published: nobody would be mailed`,
    "publish the template in Mailchimp Transactional under Outbound > Templates",
  ).fault;
}
