import { createHash } from "node:crypto";
import { isItemPart } from "../hashed-parameters.ts";
import type { OpenCartLink } from "../read/read-link.ts";

/**
 * What a cart keeps of a link that was used on it, so that a reload, a second click or a mail scanner adds nothing.
 * The items are part of it: shops also use one referral code for many links, as the manual's `live2024`, and two such
 * links are two wishes. `stack` and tracking parameters are not part of it.
 */
export function usedMark(link: OpenCartLink, referralCode: string): string {
  const items = link.parameters.filter(({ name }) => isItemPart(link.action, name));
  const said = JSON.stringify([referralCode, link.action, items]);
  return createHash("sha256").update(said).digest("base64url");
}
