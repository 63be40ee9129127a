import { heard, unknownList, type Calls } from "./calls.ts";
import { readFields } from "./contacts.ts";
import { unreadable } from "../failure.ts";
import { CONSTANT_CONTACT, type ConstantContactOptions } from "./options.ts";
import { FIELD_NAMES } from "./payload.ts";
import { withNeeded } from "./prepare.ts";
import { isList } from "./schema.ts";

/** Proves the sign-in, the list and the custom fields; throws the first fault. Mails nobody. */
export async function checkConstantContact(
  { refreshTokens }: ConstantContactOptions,
  lists: readonly string[],
  calls: Calls,
): Promise<readonly string[]> {
  for (const list of new Set(lists)) await checkList(list, calls);
  const fields = withNeeded(await readFields(calls));
  const missing = FIELD_NAMES.filter((name) => !fields.has(name));
  return [
    `signed in with ${refreshTokens} refresh tokens`,
    `${new Set(lists).size === 1 ? "the list is" : "all lists are"} there`,
    missing.length === 0
      ? "all custom fields are there"
      : `a mail cannot print these, because the account has no such custom fields: ${missing.join(", ")}`,
    "whether an automation hangs on the list is not told by this check: look in Constant Contact under Automations",
  ];
}

async function checkList(listId: string, calls: Calls): Promise<void> {
  const doing = "reading the list";
  const path = `/contact_lists/${encodeURIComponent(listId)}`;
  const reply = await heard(calls, { method: "GET", path, isRepeatable: true }, doing);
  if (reply.kind !== "text") throw unknownList().fault;
  if (!isList(reply.text)) throw unreadable(CONSTANT_CONTACT, doing, 200).fault;
}
