/* Drawn pictures for the products of the example: they are part of the page, so that a preview asks nobody for them. */

interface Drawing {
  readonly ground: string;
  readonly ink: string;
  readonly paths: readonly string[];
}

const DRAWINGS: readonly Drawing[] = [
  {
    ground: "#efe7da",
    ink: "#8a6f47",
    paths: [
      "M36 30 50 24q10 9 20 0l14 6 12 20-13 7-4-6v45H41V51l-4 6-13-7Z",
      "M50 24q10 15 20 0M60 36v60M55 50h.1M55 64h.1",
    ],
  },
  {
    ground: "#dfe7ea",
    ink: "#3f6474",
    paths: [
      "M36 40h42v44q0 10-10 10H46q-10 0-10-10Z",
      "M78 50h8q10 0 10 11t-10 11h-8M48 30q4-5 0-10M62 30q4-5 0-10",
    ],
  },
  {
    ground: "#e3e9dc",
    ink: "#55703c",
    paths: [
      "M24 46q14 6 20-6l16 20q10 10 28 12 10 2 10 12v4H24Z",
      "M24 88h74M46 42l-8 8M53 50l-8 8M60 58l-8 8",
    ],
  },
];

/** The address of the picture of the n-th product, good for any size. */
export function examplePicture(number: number): string {
  const { ground, ink, paths } = DRAWINGS[(number - 1) % DRAWINGS.length] ?? DRAWING_OF_NOTHING;
  const lines = paths.map((path) => `<path d="${path}"/>`).join("");
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 120"><rect width="120" height="120" fill="${ground}"/><g fill="none" stroke="${ink}" stroke-width="3" stroke-linecap="round" stroke-linejoin="round">${lines}</g></svg>`;
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
}

const DRAWING_OF_NOTHING: Drawing = { ground: "#eeeeee", ink: "#777777", paths: [] };
