/*
 * Colours for which no retailer has to know what contrast is: what stands on the shop's own colour can be read on it
 * (WCAG 2.2, 1.4.3), and on a dark page the colour is made light enough to be seen (1.4.11).
 */

/** `#rrggbb`. */
export type Colour = `#${string}`;

const BLACK = "#000000";
const WHITE = "#ffffff";
/** The card of the mail on a dark page, as in `reminder.mjml`. */
const DARK_CARD = "#1d2025";

/** The one of black and white that is read better on this colour; one of them always has a contrast above 4.5. */
export function inkOn(colour: string): Colour {
  return contrast(colour, WHITE) >= contrast(colour, BLACK) ? WHITE : BLACK;
}

/** The colour itself where a dark page lets it be seen, otherwise as much lighter as it takes. */
export function onDarkPage(colour: string): string {
  for (let share = 0; share < 1; share += 0.05) {
    const lighter = mixedWithWhite(colour, share);
    if (contrast(lighter, DARK_CARD) >= 3) return lighter;
  }
  return WHITE;
}

/** From 1, the same, to 21, black on white. https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = partsOf(colour).map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function mixedWithWhite(colour: string, share: number): string {
  const mixed = partsOf(colour).map((part) => Math.round(part + (255 - part) * share));
  return `#${mixed.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

function partsOf(colour: string): readonly number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}
