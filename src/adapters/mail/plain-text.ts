import type { MailItem, MailView } from "./mail-view.ts";

/** The mail for those who read without HTML: the same words, in the same order. */
export function plainText(view: MailView): string {
  const { texts, shop } = view;
  const blocks = [
    texts.greeting,
    texts.introduction,
    ...view.items.map(itemText),
    view.total === "" ? "" : `${texts.total}: ${view.total}`,
    view.cartUrl === "" ? "" : `${texts.button}:\n${view.cartUrl}`,
    texts.note,
    ["-- ", texts.reason, [shop.name, shop.address].filter(Boolean).join(", ")].join("\n"),
    view.unsubscribeUrl === "" ? "" : `${texts.unsubscribe}:\n${view.unsubscribeUrl}`,
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

function itemText({ name, detail, lineTotal, url }: MailItem): string {
  const price = [detail, lineTotal].filter(Boolean).join(" = ");
  return [name, price, url].filter(Boolean).join("\n");
}
