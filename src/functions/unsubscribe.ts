import type { HttpHandler, HttpRequest, HttpResponseInit } from "@azure/functions";
import { asConnectorError } from "../cart/connector-error.ts";
import { readUnsubscribeToken } from "../cart/unsubscribe-token.ts";
import { unsubscribe } from "../run/unsubscribe.ts";
import type { Host } from "./host.ts";
import { unsubscribePage, type PageKind } from "./unsubscribe-page.ts";
import { pageLanguage } from "./unsubscribe-texts.ts";

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
    const page = (kind: PageKind): HttpResponseInit => unsubscribePage(kind, language);
    const token = request.params["token"] ?? "";
    try {
      switch (request.method) {
        case "POST":
          return (await isSmall(request)) ? page(await act(host, token)) : { status: 413 };
        case "HEAD": {
          const { status, headers } = page(await look(host, token));
          return { status: status ?? 200, headers: headers ?? {} };
        }
        default:
          return page(await look(host, token));
      }
    } catch (thrown) {
      context.error(
        JSON.stringify({ text: "an unsubscribe link failed", code: asConnectorError(thrown).code }),
      );
      return page("failed");
    }
  };
}

async function look(host: Host, token: string): Promise<PageKind> {
  const wired = await host.connector();
  return readUnsubscribeToken(token, await wired.unsubscribeKeys()) === undefined ? "invalid" : "ask";
}

async function act(host: Host, token: string): Promise<PageKind> {
  const wired = await host.connector();
  const result = await unsubscribe(wired.doubtTools, token, await wired.unsubscribeKeys());
  return result === "invalid" ? "invalid" : "done";
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
