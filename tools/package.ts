import { existsSync } from "node:fs";
import { cp, mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import "./build.ts";

/*
 * Builds, and puts what Azure runs into dist/package. A list of what goes in, not of what stays out: no ledger, no .env
 * and nothing else that lies about on this machine can get into a deployment.
 */

const PACKAGE = "dist/package";
const FILES = [
  "host.json",
  "package.json",
  "appSettings.json",
  "dist/functions.cjs",
  "dist/functions.cjs.LEGAL.txt",
];

await rm(PACKAGE, { recursive: true, force: true });
// the retailer's own template of the mail, MailOptions.TemplateFile
const own = existsSync("templates") ? ["templates"] : [];
for (const file of [...FILES, ...own]) {
  const target = join(PACKAGE, file);
  await mkdir(dirname(target), { recursive: true });
  await cp(file, target, { recursive: true });
}
