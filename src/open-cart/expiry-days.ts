import { MOST_EXPIRY_DAYS } from "./limits.ts";

/** Days a guest's cart is kept; 0 is until the session ends. */
export function expiryDays(text: string): number | undefined {
  return /^\d{1,3}$/.test(text) && Number(text) <= MOST_EXPIRY_DAYS ? Number(text) : undefined;
}
