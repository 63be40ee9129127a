import type { HttpHandler, HttpResponseInit } from "@azure/functions";
import { asConnectorError } from "../cart/connector-error.ts";
import { escapeHtml } from "../open-cart/escape-html.ts";
import { linkAnswer } from "../open-cart/page/link-answer.ts";
import { leadBack } from "../run/lead-back.ts";
import type { Host } from "./host.ts";
import { isPersonOpening } from "./is-person-opening.ts";
import { plainPage } from "./plain-page.ts";
import { RETURN_LINK_TEXTS } from "./return-link-texts.ts";
import { pageLanguage } from "./unsubscribe-texts.ts";

/**
 * `GET /r/{token}`, for anybody: leads from a reminder to the shop. It logs nobody in, answers every token with a redirect
 * to the shop of the settings, and says nothing about whether the token was any good. HEAD and what is loaded ahead of a
 * click are led on as well, but not counted.
 */
export function returnByLink(host: Host): HttpHandler {
  return async (request, context) => {
    try {
      const { method, headers } = request;
      const isClick = isPersonOpening({ method, header: (name) => headers.get(name) });
      const wired = await host.connector();
      const tools = { ...wired, rules: wired.doubtTools.rules };
      const { to, uncounted } = await leadBack(tools, request.params["token"] ?? "", isClick);
      if (uncounted !== undefined)
        context.warn(JSON.stringify({ text: "a click was not counted", code: uncounted }));
      const { status, headers: answered } = linkAnswer({ redirect: to });
      return { status, headers: { ...answered, "X-Robots-Tag": "noindex, nofollow" } };
    } catch (thrown) {
      context.error(JSON.stringify({ text: "a return link failed", code: asConnectorError(thrown).code }));
      return patience(request.headers.get("accept-language"), request.method);
    }
  };
}

/** Only when the settings cannot be read: then nobody knows where the shop is. */
function patience(accepted: string | null, method: string): HttpResponseInit {
  const language = pageLanguage(accepted);
  const { title, patience: text } = RETURN_LINK_TEXTS[language];
  const page = plainPage({
    status: 503,
    language,
    title,
    main: `<p role="status">${escapeHtml(text)}</p>\n`,
  });
  return method === "HEAD" ? { status: 503, headers: page.headers ?? {} } : page;
}
