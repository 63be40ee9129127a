import type { Reminder, ReminderFacts } from "../../../cart/reminder.ts";
import { templateData, type TemplateItem } from "../template-data.ts";
import type { Contact } from "./schema.ts";

/** A custom field holds no more. */
const LONGEST = 255;
/** As many lines have fields of their own; all are in `cart_items`. */
const LINES = 3;

/** Without this field no mail can lead back to the cart. */
export const NEEDED_FIELD = "cart_url";

/** Every custom field that a mail may print, by its name at Constant Contact, with its value for a reminder. */
export function cartFields(reminder: ReminderFacts): ReadonlyMap<string, string> {
  const data = templateData(reminder);
  const fields = [
    [NEEDED_FIELD, address(data.cartUrl)],
    ["cart_reminder_key", reminder.key],
    ["cart_first_name", text(data.firstName)],
    ["cart_language", data.language],
    ["cart_total", text(data.total)],
    ["cart_items", text(data.items.map(inWords).join(", "))],
    ["cart_unsubscribe_url", address(data.unsubscribeUrl)],
    ...Array.from({ length: LINES }, (_, index) => lineFields(index + 1, data.items[index])).flat(),
  ] as const;
  return new Map(fields);
}

/** The names of all of them. */
export const FIELD_NAMES: readonly string[] = [
  ...[NEEDED_FIELD, "cart_reminder_key", "cart_first_name", "cart_language", "cart_total", "cart_items"],
  "cart_unsubscribe_url",
  ...Array.from({ length: LINES }, (_, index) =>
    lineFields(index + 1, undefined).map(([name]) => name),
  ).flat(),
];

function lineFields(number: number, item: TemplateItem | undefined): readonly (readonly [string, string])[] {
  const name = `cart_item_${number}`;
  return [
    [`${name}_name`, text(item?.name ?? "")],
    [`${name}_image`, address(item?.imageUrl ?? "")],
    [`${name}_url`, address(item?.url ?? "")],
    [`${name}_price`, text(item?.lineTotal ?? "")],
  ];
}

function inWords({ quantity, name, productId, lineTotal }: TemplateItem): string {
  const what = `${quantity} × ${name === "" ? productId : name}`;
  return lineTotal === "" ? what : `${what} (${lineTotal})`;
}

/** Longer texts are cut, between letters. */
function text(value: string): string {
  const plain = value.toWellFormed().replace(/\p{Cc}+/gu, " ");
  if (plain.length <= LONGEST) return plain;
  const cut = plain.slice(0, LONGEST - 1);
  return `${cut.isWellFormed() ? cut : cut.slice(0, -1)}…`;
}

/** Half an address leads nowhere: a longer one is left out. */
function address(value: string): string {
  return value.length <= LONGEST ? value : "";
}

/**
 * The contact as it is to be written: what was read, our fields filled, and out of our list, so that joining it is
 * news. Constant Contact empties what is left out, so everything that may be written is carried over. Permission is
 * that which was read, and the source is the account: by it nobody is subscribed who was not.
 */
export function preparedContact(
  contact: Contact,
  to: { readonly fields: ReadonlyMap<string, string>; readonly listId: string },
): string {
  const { contact_id, deleted_at, email_address, custom_fields, list_memberships, ...carried } = contact;
  const others = (custom_fields ?? []).filter(({ custom_field_id }) => !to.fields.has(custom_field_id));
  const own = [...to.fields].filter(([, value]) => value !== "");
  return JSON.stringify({
    ...carried,
    email_address: {
      address: email_address.address,
      permission_to_send: email_address.permission_to_send,
    },
    custom_fields: [...others, ...own.map(([custom_field_id, value]) => ({ custom_field_id, value }))],
    list_memberships: (list_memberships ?? []).filter((id) => id !== to.listId),
    update_source: "Account",
  });
}

/** The job that adds contacts to a list. */
export function joinBody(contactIds: readonly string[], listId: string): string {
  return JSON.stringify({ source: { contact_ids: contactIds }, list_ids: [listId] });
}

/** The contact as it is written when the person refuses to be mailed. */
export function refusingContact(contact: Contact): string {
  const { contact_id, deleted_at, email_address, ...carried } = contact;
  return JSON.stringify({
    ...carried,
    email_address: {
      address: email_address.address,
      permission_to_send: "unsubscribed",
      opt_out_reason: "unsubscribed from cart reminders",
    },
    update_source: "Contact",
  });
}

/** The UTF-8 bytes of what is written for a reminder. */
export function fieldBytes(reminder: Reminder): number {
  return [...cartFields(reminder)].reduce(
    (bytes, field) => bytes + Buffer.byteLength(JSON.stringify(field)),
    0,
  );
}
