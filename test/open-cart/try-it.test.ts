import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { saidOn } from "./link-shop.ts";

/* `npm run open-cart`, as somebody tries it who has just met the project. */

const SCRIPT = join(import.meta.dirname, "..", "..", "simulators", "open-cart", "receive-links.ts");
const folder = mkdtempSync(join(tmpdir(), "try-it-"));
let child: ChildProcessWithoutNullStreams | undefined;

afterEach(async () => {
  const gone = new Promise((resolve) => child?.once("close", resolve));
  child?.kill("SIGINT");
  await gone;
  rmSync(folder, { recursive: true });
});

it("says which links to open, and they fill the cart it names", async () => {
  child = spawn(process.execPath, [SCRIPT, "0"], { cwd: folder });
  const said = await textOf(child, "edit them while this runs");
  const links = [...said.matchAll(/^ {2}(?:two coffees|an offer|your cart) +(\S+)$/gm)].map(([, url]) => url);
  const [coffees = "", offer = "", cart = ""] = links;
  expect(new URL(cart).hostname).toBe("127.0.0.1");
  const first = await fetch(coffees, { redirect: "manual" });
  const cookie = first.headers.getSetCookie().map((set) => set.split(";")[0]);
  const second = await fetch(offer, { redirect: "manual", headers: { cookie: cookie.join("; ") } });
  expect([first.status, second.status]).toEqual([303, 303]);
  const page = await (await fetch(cart, { headers: { cookie: cookie.join("; ") } })).text();
  expect(saidOn(page)).toEqual(["Varen er lagt i din indkøbskurv."]);
  expect(page).toContain("Kaffe, 500 g");
  expect(page).toContain("Forårspakke: kaffe og krus");
});

/** What it says until this is among it; fails with all of it when it ends before. */
function textOf(of: ChildProcessWithoutNullStreams, awaited: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    const add = (chunk: Buffer): void => {
      text += chunk.toString();
      if (text.includes(awaited)) resolve(text);
    };
    of.stdout.on("data", add);
    of.stderr.on("data", add);
    of.once("close", () => reject(new Error(text)));
  });
}
