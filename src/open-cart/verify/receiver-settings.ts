import type { Decimal } from "../../cart/decimal.ts";
import type { CodeRules } from "./check-code.ts";

/** How far codes are trusted, beyond being right. */
export interface TrustRules extends Pick<CodeRules, "acceptInputOnly"> {
  /**
   * Signed `add` links: `accept` them as the shop does although anybody can move digits between their parameters,
   * take only those in the register of issued links, or `refuse` them all.
   */
  readonly signedAdd: "accept" | "registered" | "refuse";
  /** Signed `addmulti` links: `accept` every right code, or take only `registered` links. */
  readonly signedAddMulti: "accept" | "registered";
  /** The lowest price a link may ask, as a share of the catalogue's price: `0.5` is half. Undefined for none. */
  readonly lowestPriceShare: Decimal | undefined;
}

/** For new shops. A right code then means that the issuer meant exactly this link. */
export const strictTrust: TrustRules = {
  acceptInputOnly: false,
  signedAdd: "refuse",
  signedAddMulti: "accept",
  lowestPriceShare: undefined,
};

/** Takes whatever the shop takes, its weaknesses included. */
export const compatibleTrust: TrustRules = {
  acceptInputOnly: true,
  signedAdd: "accept",
  signedAddMulti: "accept",
  lowestPriceShare: undefined,
};

export interface ReceiverSettings extends Pick<CodeRules, "secrets"> {
  /** The shop's switch "extended open cart": without it every link with a code, price, title … is refused. */
  readonly extended: boolean;
  /** From `allowedClients`. Only extended links are held to it. */
  readonly allowedClients: readonly string[];
  readonly trust: TrustRules;
  /** The currency of the shop, three capital letters. */
  readonly currency: string;
  /** Days a guest's cart is kept when the link does not say; the old shop has 30. */
  readonly expiryDays: number;
  /** Where a shopper is led afterwards, such as `/kurv/`. */
  readonly cartPath: string;
}

/** Who opens the link. */
export interface Visitor {
  /** The client's address without a port, from a hop that can be trusted; undefined when it is not known. */
  readonly address: string | undefined;
  /** Carts of customers who are logged in follow the shop's own rules and never expire through a link. */
  readonly loggedIn: boolean;
}
