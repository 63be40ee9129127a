import type { CustomerRow } from "../retail-server/shop-data.ts";
import { aCustomer } from "./builders.ts";
import type { Draw } from "./draw.ts";

interface People {
  readonly language: string;
  readonly firstNames: readonly string[];
  readonly lastNames: readonly string[];
}

const SWEDES: People = {
  language: "sv",
  firstNames: ["Astrid", "Åsa", "Elin", "Göran", "Maja", "Nils", "Örjan", "Signe", "Viggo", "Ylva"],
  lastNames: ["Almkvist", "Bergström", "Ekdahl", "Hjelm", "Lindqvist", "Nordgren", "Sjöberg", "Åkerlund"],
};
const DANES: People = {
  language: "da",
  firstNames: ["Bjørn", "Freja", "Ida", "Jørgen", "Mette", "Søren"],
  lastNames: ["Brandstrup", "Højgaard", "Kjærulff", "Mølgaard", "Vestergård"],
};
const NORWEGIANS: People = {
  language: "nb-no",
  firstNames: ["Ingrid", "Kåre", "Ragnhild", "Sindre", "Øyvind"],
  lastNames: ["Bakkemoen", "Fjellheim", "Grønneberg", "Sætre"],
};
const GERMANS: People = {
  language: "de",
  firstNames: ["Annegret", "Jürgen", "Käthe", "Lutz"],
  lastNames: ["Brückner", "Großmann", "Löffelholz", "Weißhaupt"],
};
const FRENCH: People = {
  language: "fr",
  firstNames: ["Chloé", "François", "Zoé"],
  lastNames: ["D’Aubigné", "Lefèvre", "Saint-Légier"],
};
const ENGLISH: People = {
  language: "en-us",
  firstNames: ["Fiona", "Łukasz", "Oliver", "Siân"],
  lastNames: ["Ashdown", "O’Hanlon", "Wójcik", "Yates-Hill"],
};

/** Half of all shoppers are Swedes. */
const CROWD = [SWEDES, SWEDES, SWEDES, SWEDES, SWEDES, DANES, DANES, NORWEGIANS, GERMANS, FRENCH, ENGLISH];

const DOMAINS = ["example.com", "post.example", "brev.example", "mail.example"];

/** An invented customer; account and address are made unique by the number. */
export function inventShopper(draw: Draw, number: number): CustomerRow {
  const people = draw.pick(CROWD);
  const firstName = draw.pick(people.firstNames);
  const lastName = draw.pick(people.lastNames);
  return aCustomer({
    account: String(number).padStart(6, "0"),
    email: `${plain(firstName)}.${plain(lastName)}.${String(number)}@${draw.pick(DOMAINS)}`,
    firstName,
    lastName,
    language: people.language,
  });
}

const LETTERS: Readonly<Record<string, string>> = { ø: "o", æ: "ae", ß: "ss", ł: "l" };

/** The name in the letters of a plain address. */
function plain(name: string): string {
  const bare = name.toLowerCase().replace(/[øæßł]/g, (letter) => LETTERS[letter] ?? "");
  return bare.normalize("NFD").replace(/[^a-z]/g, "");
}
