/** What stands in a draft for every secret. */
export const MASKED = "***";
