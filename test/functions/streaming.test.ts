import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { openCommandLine, type CommandLine } from "../cli/command-line.ts";
import { startAzureHost, type AzureHost } from "./azure-host.ts";

/* Lists over HTTP, through the library that runs in Azure: what comes in and goes out is never held as a whole. */

let line: CommandLine;
let host: AzureHost;

beforeAll(async () => {
  line = await openCommandLine();
  vi.spyOn(console, "info").mockImplementation(() => undefined);
  host = await startAzureHost({ ...line.env, AzureWebJobsScriptRoot: line.folder });
});

afterAll(async () => {
  await host.close();
  vi.restoreAllMocks();
  await line.close();
});

const SUPPRESSIONS = "/api/suppressions";

function onTheList(): number {
  return line.documents().filter(({ body }) => body.includes('"suppressed"')).length;
}

function people(count: number): string {
  return Array.from({ length: count }, () => `${randomUUID()}@example.com\n`).join("");
}

describe("a list that is sent to the functions", () => {
  it("is written down while the rest of it is still on its way", async () => {
    const before = onTheList();
    const sender = new TransformStream<Uint8Array, Uint8Array>();
    const writer = sender.writable.getWriter();
    const answer = fetch(`${host.url}${SUPPRESSIONS}`, {
      method: "POST",
      body: sender.readable,
      duplex: "half",
    });
    await writer.write(Buffer.from(people(1_000)));
    // without streaming nobody is written down before the last line has come
    await vi.waitFor(() => expect(onTheList() - before).toBe(1_000), { timeout: 20_000, interval: 20 });
    await writer.write(Buffer.from(`${people(10)}nobody\n`));
    await writer.close();
    expect(await (await answer).json()).toMatchObject({
      ...{ read: 1_010, added: 1_010, already: 0, bad: 1, complete: true },
      badLines: [{ line: 1_011 }],
    });
    expect(onTheList() - before).toBe(1_010);
  });
});

describe("the list that the functions send", () => {
  it("comes in pieces, is whole, and holds everybody once", async () => {
    const added = await fetch(`${host.url}${SUPPRESSIONS}`, { method: "POST", body: people(1_200) });
    expect(added.status).toBe(200);
    const answer = await fetch(`${host.url}${SUPPRESSIONS}`);
    expect([answer.status, answer.headers.get("content-type"), answer.headers.get("cache-control")]).toEqual([
      200,
      "text/csv; charset=utf-8",
      "no-store",
    ]);
    expect(answer.headers.get("content-length")).toBeNull();
    const lines = (await answer.text()).trim().split("\n");
    expect(lines[0]).toBe("id,reason,at");
    expect(new Set(lines.slice(1)).size).toBe(onTheList());
    expect(lines).toHaveLength(onTheList() + 1);
  });
});

describe("the other functions", () => {
  it("read their bodies and answer through the same stream", async () => {
    const run = await fetch(`${host.url}/api/runs`, { method: "POST", body: '{"dryRun":true}' });
    expect([run.status, await run.json()]).toMatchObject([200, { outcomes: { sent: 3 } }]);
    const wrong = await fetch(`${host.url}/api/privacy`, { method: "POST", body: "{" });
    expect(wrong.status).toBe(400);
    const person = line.small.addresses[0];
    const shown = await fetch(`${host.url}/api/privacy`, {
      method: "POST",
      body: JSON.stringify({ action: "show", person }),
    });
    expect([shown.status, await shown.json()]).toMatchObject([200, { found: [] }]);
    const health = await fetch(`${host.url}/api/health`);
    expect(health.status).toBe(200);
  });

  it("are found by method and route only", async () => {
    expect((await fetch(`${host.url}/api/health`, { method: "POST" })).status).toBe(404);
    expect((await fetch(`${host.url}/api/unsubscribe`)).status).toBe(404);
  });
});
