/*
 * What a link may hold: the shop's own limits, and ours where the shop's are not known.
 * Builder and receiver use the same ones, so what is built can be received.
 */

/** Characters of a whole link as it is sent; also what Node's HTTP server takes as a header at most. */
export const LONGEST_LINK = 16_384;

/** From here on some mail programs cut links off. */
export const LONG_LINK = 2_000;

export const MOST_ITEMS = 100;

/** Lines of one cart: a link can be opened again and again, and a cart must not grow without end. */
export const MOST_LINES = 500;

/** Levels of arrays and objects inside `input`: the list, an item, its extra options and their values. */
export const DEEPEST_INPUT = 6;

/** Characters of a `referralCode`: the shop's limit. */
export const LONGEST_REFERRAL_CODE = 50;

/** Days a guest's cart may be kept: the shop's limit, and its default. */
export const MOST_EXPIRY_DAYS = 30;
