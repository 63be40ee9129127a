import type { Exchange } from "../../http/exchange.ts";
import { misconfigured, unreadable } from "../failure.ts";
import { MAILCHIMP, SECTION, type MailchimpOptions } from "./options.ts";
import { failureIn, unknownTemplate } from "./refusal.ts";
import { parseTemplate } from "./schema.ts";

/** Proves the key and the template; throws the first fault. Mails nobody. */
export async function checkMailchimp(
  options: MailchimpOptions,
  templateInfo: () => Promise<Exchange>,
): Promise<readonly string[]> {
  const doing = "reading the template";
  const result = await templateInfo();
  const failure = failureIn(result, doing);
  if (failure === "about-a-person") throw unknownTemplate().fault;
  if (failure !== undefined) throw failure.fault;
  const template = result.kind === "reply" ? parseTemplate(result.text) : undefined;
  if (template === undefined) throw unreadable(MAILCHIMP, doing, 200).fault;
  if (!template.published) throw unpublished();
  return ["the key is good", `template ${options.templateName} is published`];
}

function unpublished() {
  return misconfigured(
    `the template of ${SECTION}.TemplateName was never published: nobody would be mailed`,
    "publish the template in Mailchimp Transactional under Outbound > Templates",
  ).fault;
}
