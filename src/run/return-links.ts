import { ConnectorError } from "../cart/connector-error.ts";
import { referralCode, referralKey } from "../cart/referral-code.ts";
import { filled, hasPlace, LINK_PLACES, type LinkAbout, type ReturnLink } from "../cart/return-link.ts";
import { returnKey, sealReturnToken, type ReturnKey } from "../cart/return-token.ts";
import type { PersonKey } from "../cart/shopper.ts";
import { linkSecret, type LinkSecret } from "../open-cart/link-secret.ts";
import type { SecretStore } from "../ports/secret-store.ts";
import { linkSecretName } from "../settings/rules.ts";
import type { ChannelSettings } from "../settings/schema.ts";
import type { Shop } from "../steps/way.ts";
import { openCartLink, type OpenCartWish } from "./open-cart-link.ts";

const DAY_MS = 86_400_000;
/** What a guest is given after the last reminder. */
const DAYS_TO_DECIDE = 7;
const MOST_EXPIRY_DAYS = 30;
/** Web servers on Windows take 260 characters between two slashes. */
const LONGEST_TOKEN = 255;

/** What the links of a channel are made with. */
export interface LinkParts {
  readonly settings: ChannelSettings;
  readonly secrets: SecretStore;
  readonly now: Date;
  personKey(): Promise<PersonKey>;
}

/**
 * A shop whose reminders lead back as `LinkOptions` says. Plain static links need no key, so none is asked for. Throws
 * `secret-missing` when links are to be signed with a secret that must not be used, and the faults of the secret store.
 */
export async function withReturnLinks(shop: Shop, parts: LinkParts): Promise<Shop> {
  const { ReturnLink: kind, ReferralPrefix: prefix } = parts.settings.LinkOptions;
  if (kind === "static" && !hasPlace(shop.returnToCartUrl, "referralCode")) return shop;
  const key = await parts.personKey();
  const by = { key: referralKey(key), prefix };
  const places: Places = (about) => {
    return { cartId: about.cartId, language: about.language, referralCode: referralCode(about, by) };
  };
  const fallBack = (about: LinkAbout) => filled(shop.returnToCartUrl, places(about));
  switch (kind) {
    case "static":
      return { ...shop, returnLink: (about) => ({ url: fallBack(about) }) };
    case "tracked":
      return { ...shop, returnLink: trackedLinks(shop, parts, { key: returnKey(key), places }) };
    case "open-cart": {
      const wish = await openCartWish(shop, parts);
      return {
        ...shop,
        returnLink(about): ReturnLink {
          const link = openCartLink(about, places(about).referralCode, wish);
          return "url" in link ? link : { url: fallBack(about), fellBack: link.refused };
        },
      };
    }
  }
}

/** What fills the places of `ReturnToCartUrl` for one reminder. */
type Places = (about: LinkAbout) => Readonly<Record<(typeof LINK_PLACES)[number], string>>;

/** The token holds what `ReturnToCartUrl` needs, so that it leads on when the ledger does not answer. */
function trackedLinks(
  shop: Shop,
  { settings, now }: LinkParts,
  by: { readonly key: ReturnKey; readonly places: Places },
): (about: LinkAbout) => ReturnLink {
  const { PublicBaseUrl: address = "", TrackedLinkDays: days } = settings.LinkOptions;
  // the end of a day: a reminder that is tried again on one day keeps its link
  const expires = new Date((Math.floor(now.getTime() / DAY_MS) + 1 + days) * DAY_MS);
  return (about) => {
    const { person, key } = about;
    const all = by.places(about);
    const asked = LINK_PLACES.filter((name) => hasPlace(shop.returnToCartUrl, name));
    const places = Object.fromEntries(asked.map((name) => [name, all[name]]));
    const token = sealReturnToken({ person, key, channel: shop.name, expires, places }, by.key);
    return token.length > LONGEST_TOKEN
      ? { url: filled(shop.returnToCartUrl, all), fellBack: "too-long" }
      : { url: `${address}/r/${token}` };
  };
}

async function openCartWish(shop: Shop, parts: LinkParts): Promise<OpenCartWish> {
  const { LinkOptions: links, ReminderOptions: reminder } = parts.settings;
  const secretName = linkSecretName(parts.settings);
  return {
    shop: links.OpenCartShopUrl ?? new URL(shop.returnToCartUrl).origin,
    productKey: links.OpenCartProductKey,
    expiryDays: (step) => links.OpenCartExpiryDays ?? daysToTheEnd(reminder.Steps, step),
    ...(secretName === undefined
      ? {}
      : { prices: { secret: await signingSecret(parts.secrets, secretName), currency: shop.currency } }),
  };
}

/** The cart that a link fills should still be there when the last reminder of the series has come, and a week longer. */
export function daysToTheEnd(later: readonly { readonly AfterHours: number }[], step: number): number {
  const hours = [0, ...later.map(({ AfterHours }) => AfterHours)];
  const left = Math.max(0, (hours.at(-1) ?? 0) - (hours[step] ?? 0));
  return Math.min(MOST_EXPIRY_DAYS, Math.ceil(left / 24) + DAYS_TO_DECIDE);
}

/** The secret that links are signed with. Throws `secret-missing` when it must not be used, and the store's faults. */
export async function signingSecret(secrets: SecretStore, name: string): Promise<LinkSecret> {
  const check = linkSecret(await secrets.read(name));
  if (check.kind === "secret") return check.secret;
  throw new ConnectorError("secret-missing", `the secret ${name} must not sign open cart links`, {
    fix: `put ${check.expected} into it and into the shop (LinkOptions.OpenCartSecretKeyVaultSecretName)`,
  });
}
