import { posix } from "node:path";
import { describe, expect, it } from "vitest";
import { importsOf, isForTests, productFiles, type Import } from "./source-files.ts";

/* Which part may know which. The arrows of the design: cart ← open-cart, ports ← steps ← run ← functions, cli. */

const IMPORTS = productFiles().flatMap(importsOf);

/** What each part of src may know besides itself. */
const MAY_KNOW: Readonly<Record<string, readonly string[]>> = {
  cart: [],
  "open-cart": ["cart"],
  ports: ["cart"],
  // a secret in the environment is a rule of the port, and the settings warn about it
  settings: ["cart", "ports"],
  steps: ["cart", "ports"],
  run: ["cart", "ports", "steps", "settings", "open-cart"],
  functions: ["cart", "ports", "run", "settings", "open-cart"],
  cli: ["cart", "ports", "run", "settings", "open-cart"],
  adapters: ["cart", "ports"],
};

const EMAIL_PROVIDERS = ["src/adapters/email/providers.ts", "src/adapters/email/entry.ts"];

/** A provider brings its section of the settings along, made of the kinds that all sections are made of. */
const PARTS_OF_SECTIONS = ["src/settings/kinds.ts", "src/settings/setting.ts"];

/** The places where things are put together. */
const MAY_KNOW_ADAPTERS: Readonly<Record<string, readonly string[]>> = {
  "src/run/wire.ts": ["src/adapters/"],
  "src/run/wire-neighbours.ts": ["src/adapters/"],
  // the part of it that previews need as well
  "src/run/wire-mail.ts": ["src/adapters/mail/"],
  // one list says which providers there are: their sections and names come from it
  "src/settings/provider-sections.ts": EMAIL_PROVIDERS,
  "src/settings/sections/connector.ts": EMAIL_PROVIDERS,
  "src/settings/channels.ts": EMAIL_PROVIDERS,
  "src/settings/rules.ts": EMAIL_PROVIDERS,
  "src/settings/reminder-rules.ts": EMAIL_PROVIDERS,
  "src/settings/load.ts": EMAIL_PROVIDERS,
  "src/functions/host.ts": ["src/adapters/clock/", "src/adapters/log/"],
  // files that somebody wrote, named by an option
  "src/cli/open-cart/build-command.ts": ["src/adapters/files/"],
  "src/cli/open-cart/explain-link-command.ts": ["src/adapters/files/"],
  "src/cli/open-cart/file-of.ts": ["src/adapters/files/"],
  "src/cli/recovered-command.ts": ["src/adapters/files/"],
  "src/cli/surroundings.ts": ["src/adapters/clock/", "src/adapters/log/"],
};

/** What an adapter may use of another family. */
const SHARED_BY_ADAPTERS = [
  "src/adapters/http/",
  // a secret is hidden from the log the moment it is read
  "src/adapters/log/redaction.ts",
  // both Key Vault and Cosmos DB are signed in to with whatever identity the place offers
  "src/adapters/entra/azure-credential.ts",
  // what all e-mail providers have in common
  "src/adapters/email/",
];

/** Numbers and times are no vendor's: each library is known in the files that give us its values. */
const LIBRARY_OF: Readonly<Record<string, string>> = {
  "src/cart/decimal.ts": "big.js",
  "src/cart/quiet-hours.ts": "temporal-polyfill",
  "src/cart/shopper-zone.ts": "temporal-polyfill",
};

describe("a part of src", () => {
  it("knows only the parts below it", () => {
    const strays = ours().filter(
      ({ from, to }) =>
        part(to) !== "adapters" &&
        part(from) !== part(to) &&
        MAY_KNOW[part(from)]?.includes(part(to)) !== true &&
        !(isSectionOfProvider(from) && PARTS_OF_SECTIONS.includes(to)),
    );
    expect(told(strays)).toEqual([]);
  });

  it("knows adapters only where things are put together", () => {
    const strays = ours().filter(
      ({ from, to }) =>
        part(to) === "adapters" &&
        part(from) !== "adapters" &&
        MAY_KNOW_ADAPTERS[from]?.some((place) => to.startsWith(place)) !== true,
    );
    expect(told(strays)).toEqual([]);
  });

  it("of an adapter knows no other family of adapters", () => {
    const strays = ours().filter(
      ({ from, to }) =>
        part(from) === "adapters" &&
        part(to) === "adapters" &&
        family(from) !== family(to) &&
        from !== "src/adapters/email/providers.ts" &&
        !SHARED_BY_ADAPTERS.some((shared) => isWithin(to, shared)),
    );
    expect(told(strays)).toEqual([]);
  });

  it("knows no simulator, no test and nothing else outside src, but for the version in package.json", () => {
    const strays = IMPORTS.filter(
      ({ to, isOurs }) => isOurs && (!to.startsWith("src/") || isForTests(to)) && to !== "package.json",
    );
    expect(told(strays)).toEqual([]);
  });

  it("below the run knows no vendor: only adapters and what stands on them do", () => {
    const packages = IMPORTS.filter(({ to, isOurs }) => !isOurs && !to.startsWith("node:"));
    const strays = packages.filter(({ from, to }) => {
      if (LIBRARY_OF[from] === to) return false;
      return ["cart", "open-cart", "ports", "steps"].includes(part(from));
    });
    expect(told(strays)).toEqual([]);
  });
});

function isSectionOfProvider(path: string): boolean {
  return /^src\/adapters\/email\/[^/]+\/settings\.ts$/.test(path);
}

/** The file itself, or a file right inside the folder: what is further down belongs to somebody. */
function isWithin(path: string, shared: string): boolean {
  return path === shared || (shared.endsWith("/") && posix.dirname(path) === shared.slice(0, -1));
}

function ours(): readonly Import[] {
  return IMPORTS.filter(({ to }) => to.startsWith("src/"));
}

function part(path: string): string {
  return path.split("/")[1] ?? "";
}

/** `retail-server`, `ledger`, `email/emarsys`: a neighbour and everything about it. */
function family(path: string): string {
  const [, , kind = "", provider = ""] = path.split("/");
  return kind === "email" ? `${kind}/${provider}` : kind;
}

function told(strays: readonly Import[]): readonly string[] {
  return strays.map(({ from, to }) => `${from} imports ${to}`);
}
