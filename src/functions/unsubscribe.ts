import type { HttpHandler, HttpRequest } from "@azure/functions";
import { asConnectorError } from "../cart/connector-error.ts";
import { readUnsubscribeToken } from "../cart/unsubscribe-token.ts";
import { unsubscribe } from "../run/unsubscribe.ts";
import type { Wired } from "../run/wire.ts";
import type { Host } from "./host.ts";
import { unsubscribePage } from "./unsubscribe-page.ts";
import { pageLanguage, type PageKind } from "./unsubscribe-texts.ts";

/** A one-click request has some 30 bytes, as a multipart form a few hundred. */
const MOST_BODY_BYTES = 10_000;

/**
 * `/api/unsubscribe/{token}`, for anybody. GET and HEAD ask and change nothing, because scanners of mail open every link;
 * POST acts, also for the one click of a mail program (RFC 8058). Whoever posts to a signed link wants out, so what else
 * the body says does not matter. What is answered depends on the link alone, never on whether the person is known.
 */
export function unsubscribeByLink(host: Host): HttpHandler {
  return async (request, context) => {
    const language = pageLanguage(request.headers.get("accept-language"));
    try {
      if (request.method === "POST" && !(await isSmall(request))) return { status: 413 };
      const wired = await host.connector();
      const token = request.params["token"] ?? "";
      const kind = request.method === "POST" ? await act(wired, token) : await look(wired, token);
      const page = unsubscribePage({ kind, language, shops: shopsOf(wired) });
      if (request.method !== "HEAD") return page;
      const { status, headers } = page;
      return { status: status ?? 200, headers: headers ?? {} };
    } catch (thrown) {
      context.error(
        JSON.stringify({ text: "an unsubscribe link failed", code: asConnectorError(thrown).code }),
      );
      return unsubscribePage({ kind: "failed", language, shops: [] });
    }
  };
}

async function look(wired: Wired, token: string): Promise<PageKind> {
  return readUnsubscribeToken(token, await wired.unsubscribeKeys()) === undefined ? "invalid" : "ask";
}

async function act(wired: Wired, token: string): Promise<PageKind> {
  const result = await unsubscribe(wired.doubtTools, token, await wired.unsubscribeKeys());
  return result === "invalid" ? "invalid" : "done";
}

/** A refusal holds for all channels, so all of them are named. People know a shop by the host that their cart is on. */
function shopsOf({ channels }: Wired): readonly string[] {
  const hosts = channels.flatMap(({ settings }) => {
    // a place for the language in the host leaves no host that could be shown
    const host = URL.parse(settings.RetailServerClientOptions.ReturnToCartUrl)?.host;
    return host === undefined ? [] : [host.replace(/^www\./, "")];
  });
  return [...new Set(hosts)];
}

async function isSmall(request: HttpRequest): Promise<boolean> {
  if (request.body === null) return true;
  let bytes = 0;
  // a stream of bytes, as the Fetch standard has it
  for await (const chunk of request.body as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > MOST_BODY_BYTES) return false;
  }
  return true;
}
