import { isShopperOpening, type Opening } from "../open-cart/page/is-shopper-opening.ts";

/** Programs that say what they are. A brand of phones is called CUBOT, so `bot` has to be a word's end or have a version. */
const PROGRAM = /\bbot\b|bot\/|crawl|spider|scanner|preview|imageproxy|headless|monitor/i;

/**
 * Whether an opening of a link looks like a person's click: not a HEAD, not loaded ahead of a click, not a part of another
 * page, by a browser that does not call itself a machine. A scanner that behaves like a browser looks like a person.
 */
export function isPersonOpening(opening: Opening): boolean {
  if (!isShopperOpening(opening)) return false;
  const mode = opening.header("sec-fetch-mode") ?? "navigate";
  const agent = opening.header("user-agent") ?? "";
  // every browser there is begins so
  return mode === "navigate" && agent.startsWith("Mozilla/") && !PROGRAM.test(agent);
}
