import type { Emarsys } from "./start-emarsys.ts";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** Sends one request as the tests of this folder do; the body is JSON unless it is a string. */
export type Ask = (method: string, path: string, body?: unknown) => Promise<Answer>;

export async function fetchToken(
  emarsys: Emarsys,
  client: { readonly clientId: string; readonly clientSecret: string },
): Promise<Answer> {
  const basic = Buffer.from(`${client.clientId}:${client.clientSecret}`).toString("base64");
  return answerOf(
    await fetch(`${emarsys.url}/oauth2/token`, {
      method: "POST",
      headers: { authorization: `Basic ${basic}` },
      body: new URLSearchParams({ grant_type: "client_credentials" }),
    }),
  );
}

/** Asks below `/api/v3/` with a fresh token. */
export async function signedIn(
  emarsys: Emarsys,
  client: { readonly clientId: string; readonly clientSecret: string },
): Promise<Ask> {
  const { body } = await fetchToken(emarsys, client);
  const { access_token: token } = body as { readonly access_token: string };
  return (method, path, content) =>
    ask(`${emarsys.url}/api/v3/${path}`, { method, headers: { authorization: `Bearer ${token}` }, content });
}

export async function ask(
  url: string,
  what: { readonly method: string; readonly headers?: Record<string, string>; readonly content?: unknown },
): Promise<Answer> {
  const { method, headers = {}, content } = what;
  const body = typeof content === "string" || content === undefined ? content : JSON.stringify(content);
  const all = { "content-type": "application/json", ...headers };
  return answerOf(await fetch(url, { method, headers: all, body: body ?? null }));
}

async function answerOf(reply: Response): Promise<Answer> {
  const text = await reply.text();
  const isJson = reply.headers.get("content-type")?.startsWith("application/json") === true;
  return {
    status: reply.status,
    headers: reply.headers,
    body: isJson ? (JSON.parse(text) as unknown) : text,
  };
}
