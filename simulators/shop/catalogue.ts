import type { PictureRow, ProductRow } from "../retail-server/shop-data.ts";

/* What the demo shop sells: things for the home, in six languages, with the pictures real shops have or lack. */

type Texts = readonly [sv: string, enUs: string, da: string, nbNo: string, de: string, fr: string];

const LANGUAGES = ["sv", "en-us", "da", "nb-no", "de", "fr"] as const;

const COLOURS: readonly Texts[] = [
  ["sand", "sand", "sand", "sand", "sandfarben", "sable"],
  ["havsblå", "sea blue", "havblå", "havblå", "meerblau", "bleu océan"],
  ["skogsgrön", "forest green", "skovgrøn", "skogsgrønn", "waldgrün", "vert forêt"],
];

const SINGLE_THINGS: readonly (readonly [model: string, price: string, nouns: Texts])[] = [
  [
    "Ljung",
    "1295.0000000",
    ["Bordslampa", "Table lamp", "Bordlampe", "Bordlampe", "Tischleuchte", "Lampe de table"],
  ],
  ["Skymning", "2490", ["Taklampa", "Pendant lamp", "Pendel", "Taklampe", "Pendelleuchte", "Suspension"]],
  ["Rimfrost", "449.0000000", ["Vas", "Vase", "Vase", "Vase", "Vase", "Vase"]],
  ["Granit", "349.5", ["Ljusstake", "Candlestick", "Lysestage", "Lysestake", "Kerzenständer", "Bougeoir"]],
  ["Kajsa", "299.0000000", ["Bricka", "Tray", "Bakke", "Brett", "Tablett", "Plateau"]],
  ["Älv", "1890", ["Spegel", "Mirror", "Spejl", "Speil", "Spiegel", "Miroir"]],
  ["Midsommar", "795.0000000", ["Väggur", "Wall clock", "Vægur", "Veggklokke", "Wanduhr", "Horloge murale"]],
  ["Björk", "1149.9000000", ["Pall", "Stool", "Skammel", "Krakk", "Hocker", "Tabouret"]],
  ["Vide", "3495", ["Matta", "Rug", "Tæppe", "Teppe", "Teppich", "Tapis"]],
  ["Sjöbris", "169.0000000", ["Mugg", "Mug", "Krus", "Krus", "Becher", "Tasse"]],
];

const COLOURED_THINGS: readonly (readonly [model: string, price: string, nouns: Texts])[] = [
  ["Tistel", "899.0000000", ["Ullpläd", "Wool throw", "Uldplaid", "Ullpledd", "Wolldecke", "Plaid en laine"]],
  ["Ögla", "249.9", ["Badhandduk", "Bath towel", "Badehåndklæde", "Badehåndkle", "Badetuch", "Drap de bain"]],
  ["Vinter", "395.0000000", ["Yllemössa", "Wool beanie", "Uldhue", "Ullue", "Wollmütze", "Bonnet en laine"]],
];

const FIRST_ID = 68719489871;
const FIRST_MASTER_ID = 68719495000;

/** Things without variants, each with pictures of its own. */
export const SINGLES = SINGLE_THINGS.map(([model, price, nouns], index) =>
  thing({ id: FIRST_ID + index, names: named(nouns, model), price, pictures: pictures(FIRST_ID + index) }),
);

const COLOURED = COLOURED_THINGS.map(([model, price, nouns], index) =>
  inColours({ id: FIRST_MASTER_ID + index * 10, names: named(nouns, model), price }, pictures),
);

const CUSHION = inColours(
  {
    id: FIRST_MASTER_ID + 900,
    names: named(
      ["Kuddfodral", "Cushion cover", "Pudebetræk", "Putetrekk", "Kissenbezug", "Housse"],
      "Havtorn",
    ),
    price: "199.0000000",
  },
  () => [],
);

/** Variants with pictures of their own. */
export const PICTURED_VARIANTS = COLOURED.flatMap(([, ...variants]) => variants);

/** Variants of which only the master has a picture. */
export const BARE_VARIANTS = CUSHION.slice(1);

/** Nobody ever took a picture of it. */
export const UNPICTURED = thing({
  id: FIRST_ID + 100,
  names: named(
    ["Påslakanset", "Bed linen", "Sengesæt", "Sengesett", "Bettwäsche", "Parure de lit"],
    "Havsljus",
  ),
  price: "1099.0000000",
  pictures: [],
});

/** Its name holds what has to be escaped in HTML, and characters outside the first plane. */
export const POSTER = thing({
  id: FIRST_ID + 101,
  names: named(["Affisch", "Poster", "Plakat", "Plakat", "Poster", "Affiche"], `"Små & <stora> steg" № 5 🌿`),
  price: "395",
  pictures: [{ url: "search?fileName=/Products/sm%C3%A5%20%26%20stora.png", altText: null, isDefault: true }],
});

/** Sold by the metre. */
export const RIBBON = thing({
  id: FIRST_ID + 102,
  names: named(["Linneband", "Linen ribbon", "Hørbånd", "Linbånd", "Leinenband", "Ruban de lin"], "Ögla"),
  price: "0.1",
  pictures: pictures(FIRST_ID + 102),
});

export const NAPKIN = thing({
  id: FIRST_ID + 103,
  names: named(
    ["Linneservett", "Linen napkin", "Hørserviet", "Linserviett", "Serviette", "Serviette"],
    "Havtorn",
  ),
  price: "19.99",
  pictures: pictures(FIRST_ID + 103),
});

export const ARTWORK = thing({
  id: FIRST_ID + 104,
  names: named(["Glaskonst", "Glass art", "Glaskunst", "Glasskunst", "Glaskunst", "Verre d’art"], "Norrsken"),
  price: "1234567.5",
  pictures: pictures(FIRST_ID + 104),
});

/** In carts, but the server has it no more: it is not among `PRODUCTS`. */
export const GONE_PRODUCT = thing({
  id: FIRST_ID + 105,
  names: named(["Doftljus", "Scented candle", "Duftlys", "Duftlys", "Duftkerze", "Bougie parfumée"], "Ljung"),
  price: "179.0000000",
  pictures: [],
});

/** What ordinary carts are filled with. */
export const ASSORTMENT: readonly ProductRow[] = [...SINGLES, ...PICTURED_VARIANTS, ...BARE_VARIANTS];

/** Everything the server knows. */
export const PRODUCTS: readonly ProductRow[] = [
  ...SINGLES,
  ...COLOURED.flat(),
  ...CUSHION,
  UNPICTURED,
  POSTER,
  RIBBON,
  NAPKIN,
  ARTWORK,
];

function thing(members: Pick<ProductRow, "id" | "names" | "price" | "pictures">): ProductRow {
  return { itemId: itemIdOf(members.id), kind: "standalone", masterId: null, ...members };
}

/** The master first, then its variants. */
function inColours(
  about: Pick<ProductRow, "id" | "names" | "price">,
  picturesOf: (variantId: number) => readonly PictureRow[],
): readonly ProductRow[] {
  const master = { ...thing({ ...about, pictures: pictures(about.id) }), kind: "master" } as const;
  const variants = COLOURS.map((colours, index) => {
    const id = about.id + index + 1;
    const names = Object.fromEntries(
      LANGUAGES.map((language, place) => [
        language,
        `${about.names[language] ?? ""}, ${colours[place] ?? ""}`,
      ]),
    );
    return { ...master, id, kind: "variant", masterId: about.id, names, pictures: picturesOf(id) } as const;
  });
  return [master, ...variants];
}

function named(nouns: Texts, model: string): Readonly<Record<string, string>> {
  return Object.fromEntries(LANGUAGES.map((language, place) => [language, `${nouns[place] ?? ""} ${model}`]));
}

/** One picture; for every third product the default one is the second, for every fifth it is elsewhere. */
function pictures(id: number): readonly PictureRow[] {
  const file = (number: number): string => `/Products/${itemIdOf(id)}_000_00${String(number)}.png`;
  const best = {
    url: id % 5 === 0 ? `https://images.example${file(1)}` : `search?fileName=${file(1)}`,
    altText: id % 2 === 0 ? `Bild av artikel ${itemIdOf(id)}` : null,
    isDefault: true,
  };
  const other = { url: `search?fileName=${file(2)}`, altText: null, isDefault: false };
  return id % 3 === 0 ? [other, best] : [best];
}

function itemIdOf(id: number): string {
  return String(id).slice(-5);
}
