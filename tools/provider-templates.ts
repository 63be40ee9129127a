import { readFile } from "node:fs/promises";
import { BUILT_IN_WORDS } from "../src/adapters/mail/words.ts";
import { inkOn, onDarkPage } from "../src/adapters/mail/colours.ts";
import { compiledMjml } from "./mail-template.ts";

/*
 * docs/templates/*.html: the built-in mail as a template for providers that make the mail themselves. The words become
 * English ones to be replaced, the shop's name and colour examples, and places get the names and the language of the
 * provider. What there is no translation for is a fault.
 */

const SOURCE = new URL("../src/adapters/mail/reminder.mjml", import.meta.url);
const ACCENT = "#1b4d3e";
const SHOP = "Your shop";
const { greeting: _, greetingWithoutName: __, ...WORDS } = BUILT_IN_WORDS.en;

type Places = Readonly<Record<string, string>>;

/** What is the same whoever sends the mail. */
const FIXED: Places = {
  mailLanguage: "en",
  direction: "ltr",
  start: "left",
  end: "right",
  "@root.start": "left",
  "look.accent": ACCENT,
  "look.onAccent": inkOn(ACCENT),
  "look.darkAccent": onDarkPage(ACCENT),
  "look.onDarkAccent": inkOn(onDarkPage(ACCENT)),
  ...Object.fromEntries(
    Object.entries(WORDS).map(([name, words]) => [`texts.${name}`, words.replaceAll("{shop}", SHOP)]),
  ),
};

const HANDLEBARS: Places = {
  ...FIXED,
  ...Object.fromEntries(
    [
      ...["#each items", "#each images", "/each", "#if imageUrl", "#if url", "#if lineTotal", "#if total"],
      ...["#if unsubscribeUrl", "else", "/if", "media", "url", "imageUrl", "imageAlt", "name", "lineTotal"],
      ...["total", "cartUrl", "unsubscribeUrl"],
    ].map((place) => [place, `{{${place}}}`]),
  ),
  "texts.greeting": "Hello{{#if firstName}} {{firstName}}{{/if}},",
  "#if detail": "{{#if unitPrice}}",
  detail: "{{quantity}} × {{unitPrice}}",
};

const ESL: Places = {
  ...FIXED,
  "texts.greeting": "Hello{% if event.firstName %} {{ event.firstName }}{% endif %},",
  "#each items": "{% for item in event.orderDetails %}",
  "#each images": "{% for image in item.productImage.viewPortImages %}",
  "/each": "{% endfor %}",
  "#if imageUrl": "{% if item.productImage %}",
  "#if url": "{% if item.productUrl %}",
  "#if detail": "{% if item.unitPriceFormatted %}",
  "#if lineTotal": "{% if item.lineTotalFormatted %}",
  "#if total": "{% if event.totalFormatted %}",
  "#if unsubscribeUrl": "{% if event.unsubscribeUrl %}",
  else: "{% else %}",
  "/if": "{% endif %}",
  media: "{{ image.media }}",
  imageAlt: "{{ item.productImage.altText }}",
  name: "{{ item.productName }}",
  detail: "{{ item.quantity }} × {{ item.unitPriceFormatted }}",
  lineTotal: "{{ item.lineTotalFormatted }}",
  total: "{{ event.totalFormatted }}",
  cartUrl: "{{ event.returnToCartUrl }}",
  unsubscribeUrl: "{{ event.unsubscribeUrl }}",
};

/** Each template by its file below docs/templates/. */
export const PROVIDER_TEMPLATES: Readonly<Record<string, () => Promise<string>>> = {
  "emarsys.html": async () => compiledMjml(translated(eslPictures(await source()), ESL)),
  "mailchimp-transactional.html": async () => compiledMjml(translated(await source(), HANDLEBARS)),
  "sendgrid.html": async () => compiledMjml(translated(unsubscribeGroup(await source()), HANDLEBARS)),
};

/** The built-in template with the shop's face fixed. */
async function source(): Promise<string> {
  const mjml = await readFile(SOURCE, "utf8");
  return replaced(mjml, [
    [/\{\{#if shop\.logoUrl\}\}[^]*?\{\{\/if\}\}/, SHOP],
    [
      /\{\{shop\.name\}\}\{\{#if shop\.address\}\}.*?\{\{\/if\}\}/,
      `${SHOP}, Example Street 1, 123 45 Exampletown`,
    ],
  ]);
}

/** In Emarsys the picture for the `<img>` is the one of the list that is marked, and links have two names. */
function eslPictures(mjml: string): string {
  return replaced(mjml, [
    [
      /<img src="\{\{imageUrl\}\}"([^>]*)\/>/,
      `{% for image in item.productImage.viewPortImages %}{% if image.useForDefaultImageTag %}<img src="{{ image.url }}"$1/>{% endif %}{% endfor %}`,
    ],
    [/srcset="\{\{url\}\}"/, 'srcset="{{ image.url }}"'],
    [/href="\{\{url\}\}"/, 'href="{{ item.productUrl }}"'],
  ]);
}

/** SendGrid has an unsubscribe link of its own for the group that every reminder names. */
function unsubscribeGroup(mjml: string): string {
  return replaced(mjml, [
    [/\n *<mj-raw>\{\{#if unsubscribeUrl\}\}<\/mj-raw>/, ""],
    [/\{\{unsubscribeUrl\}\}/, "<%asm_group_unsubscribe_raw_url%>"],
    [/(<\/mj-text>)\n *<mj-raw>\{\{\/if\}\}<\/mj-raw>/, "$1"],
  ]);
}

function replaced(text: string, changes: readonly (readonly [RegExp, string])[]): string {
  return changes.reduce((rest, [pattern, by]) => {
    if (!pattern.test(rest)) throw new Error(`reminder.mjml no longer holds ${String(pattern)}`);
    return rest.replace(pattern, by);
  }, text);
}

function translated(mjml: string, places: Places): string {
  return mjml.replaceAll(/\{\{(?! )([^{}]+)\}\}/g, (_whole, place: string) => {
    const own = places[place];
    if (own === undefined) throw new Error(`reminder.mjml prints ${place}, which has no translation here`);
    return own;
  });
}
