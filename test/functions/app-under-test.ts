import { HttpRequest, HttpResponse, InvocationContext, type Timer } from "@azure/functions";
import { vi } from "vitest";
import { doubtDecision, doubtList } from "../../src/functions/doubts.ts";
import { health } from "../../src/functions/health.ts";
import { createHost, type Host } from "../../src/functions/host.ts";
import { suppressionExport, suppressionImport } from "../../src/functions/suppressions.ts";
import { unsubscribeByLink } from "../../src/functions/unsubscribe.ts";
import { privacy } from "../../src/functions/privacy.ts";
import { runByHand } from "../../src/functions/run-by-hand.ts";
import { scheduledRun } from "../../src/functions/scheduled-run.ts";
import { openCommandLine, type CommandLine } from "../cli/command-line.ts";

/** The functions of one worker process, called as Azure's worker calls them. */
export interface AppUnderTest {
  /** The neighbours, settings and ledger; the functions see its environment. */
  readonly line: CommandLine;
  /** `POST /api/runs`; a text is sent as it is. */
  postRun(body?: unknown): Promise<Answered>;
  getHealth(): Promise<Answered>;
  getUnsure(): Promise<Answered>;
  postUnsure(body: unknown): Promise<Answered>;
  /** The list as text; `onChunk` is called with the number of pieces that have come. */
  getSuppressions(onChunk?: (chunks: number) => Promise<void>): Promise<string>;
  postSuppressions(csv: string, query?: string): Promise<Answered>;
  postPrivacy(body: unknown): Promise<Answered>;
  /** A request to an unsubscribe link. */
  unsubscribe(ask: LinkRequest, worker?: Host): Promise<Page>;
  /** A tick of the timer; rejects when the invocation fails. */
  tick(): Promise<void>;
  /** Everything that was logged, through the invocation or the console. */
  readonly logged: readonly string[];
  close(): Promise<void>;
}

export interface Answered {
  readonly status: number | undefined;
  readonly body: unknown;
}

export interface LinkRequest {
  readonly token: string;
  readonly method?: "GET" | "HEAD" | "POST";
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A page as it was answered. */
export interface Page {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const ON_TIME: Timer = {
  isPastDue: false,
  schedule: { adjustForDST: false },
  scheduleStatus: { last: "", lastUpdated: "", next: "" },
};

export async function openApp(): Promise<AppUnderTest> {
  const line = await openCommandLine();
  line.env["AzureWebJobsScriptRoot"] = line.folder;
  const host = createHost(line.env);
  const logged: string[] = [];
  const quiet = (["info", "warn", "error"] as const).map((level) =>
    vi.spyOn(console, level).mockImplementation((text: unknown) => void logged.push(String(text))),
  );

  function context(functionName: string): InvocationContext {
    return new InvocationContext({
      functionName,
      logHandler: (_level, ...args) => void logged.push(...args.map(String)),
    });
  }

  return {
    line,
    logged,
    async postRun(body) {
      const string = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
      const request = new HttpRequest({
        method: "POST",
        url: "https://app.example/api/runs",
        ...(string === undefined ? {} : { body: { string } }),
      });
      return answered(await runByHand(host)(request, context("runs")));
    },
    async getHealth() {
      const request = new HttpRequest({ method: "GET", url: "https://app.example/api/health" });
      return answered(await health(host)(request, context("health")));
    },
    async getUnsure() {
      const request = new HttpRequest({ method: "GET", url: "https://app.example/api/unsure" });
      return answered(await doubtList(host)(request, context("unsureList")));
    },
    async postUnsure(body) {
      const request = new HttpRequest({
        method: "POST",
        url: "https://app.example/api/unsure",
        body: { string: JSON.stringify(body) },
      });
      return answered(await doubtDecision(host)(request, context("unsureDecision")));
    },
    async getSuppressions(onChunk = () => Promise.resolve()) {
      const request = new HttpRequest({ method: "GET", url: "https://app.example/api/suppressions" });
      const init = await suppressionExport(host)(request, context("suppressionExport"));
      // as the library makes it, which takes nothing but bytes
      const { body } = new HttpResponse(init);
      const decoder = new TextDecoder();
      let text = "";
      let chunks = 0;
      for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
        text += decoder.decode(chunk, { stream: true });
        await onChunk(++chunks);
      }
      return text;
    },
    async postSuppressions(csv, query = "") {
      const request = new HttpRequest({
        method: "POST",
        url: `https://app.example/api/suppressions${query}`,
        body: { string: csv },
      });
      return answered(await suppressionImport(host)(request, context("suppressionImport")));
    },
    async postPrivacy(body) {
      const request = new HttpRequest({
        method: "POST",
        url: "https://app.example/api/privacy",
        body: { string: JSON.stringify(body) },
      });
      return answered(await privacy(host)(request, context("privacy")));
    },
    async unsubscribe({ token, method = "GET", body, headers = {} }, worker = host) {
      const request = new HttpRequest({
        method,
        url: `https://app.example/api/unsubscribe/${token}`,
        params: { token },
        headers: { ...headers },
        ...(body === undefined ? {} : { body: { string: body } }),
      });
      // its members that this handler sets
      const page = (await unsubscribeByLink(worker)(request, context("unsubscribe"))) as Partial<Page>;
      return { status: page.status, headers: page.headers ?? {}, body: page.body ?? "" };
    },
    async tick() {
      await scheduledRun(host)(ON_TIME, context("scheduledRun"));
    },
    async close() {
      for (const spy of quiet) spy.mockRestore();
      // a host whose settings are wrong has nothing to close
      await host.connector().then(
        (wired) => wired.close(),
        () => undefined,
      );
      await line.close();
    },
  };
}

/** What the worker would send: a plain text or anything else would be a 500. */
function answered(response: unknown): Answered {
  if (typeof response !== "object" || response === null) throw new Error("not an HttpResponseInit");
  // its two members that our handlers set
  const { status, jsonBody } = response as { readonly status?: number; readonly jsonBody?: unknown };
  return { status, body: JSON.parse(JSON.stringify(jsonBody)) as unknown };
}
