/** What a page is for: to ask, or to say how it ended. */
export type PageKind = "ask" | "done" | "invalid" | "failed";

/** A heading, which is the title of the page as well, and a sentence or two. Plain text. */
export interface PageTexts {
  readonly title: string;
  readonly text: string;
}

/** What the pages say, in one language. A line does not break within `e\u2011mail`, nor before a French question mark. */
export interface UnsubscribeTexts extends Readonly<Record<PageKind, PageTexts>> {
  readonly button: string;
}

export type PageLanguage = "en" | "sv" | "da" | "de" | "fr";

export const UNSUBSCRIBE_TEXTS: Readonly<Record<PageLanguage, UnsubscribeTexts>> = {
  en: {
    button: "Unsubscribe",
    ask: {
      title: "Unsubscribe",
      text: "Do you no longer want e\u2011mails from us about carts that you left behind?",
    },
    done: {
      title: "You are unsubscribed",
      text: "You will get no more e\u2011mails from us about carts that you left behind. One that is on its way already may still arrive.",
    },
    invalid: {
      title: "This link does not work",
      text: "Part of it may have been cut off. Please open it once more from the e\u2011mail.",
    },
    failed: { title: "That did not work just now", text: "Please try again in a few minutes." },
  },
  sv: {
    button: "Avsluta prenumerationen",
    ask: {
      title: "Avsluta prenumerationen",
      text: "Vill du inte längre få mejl från oss om varukorgar som du har lämnat?",
    },
    done: {
      title: "Prenumerationen är avslutad",
      text: "Du får inga fler mejl från oss om varukorgar som du har lämnat. Ett mejl som redan är på väg kan fortfarande komma fram.",
    },
    invalid: {
      title: "Länken fungerar inte",
      text: "En del av den kan ha fallit bort. Öppna den en gång till från mejlet.",
    },
    failed: { title: "Det gick inte just nu", text: "Försök igen om några minuter." },
  },
  da: {
    button: "Afmeld",
    ask: {
      title: "Afmeld",
      text: "Vil du ikke længere have e\u2011mails fra os om kurve, som du har forladt?",
    },
    done: {
      title: "Du er afmeldt",
      text: "Du får ikke flere e\u2011mails fra os om kurve, som du har forladt. En, der allerede er på vej, kan stadig nå frem.",
    },
    invalid: {
      title: "Linket virker ikke",
      text: "En del af det kan være faldet bort. Åbn det en gang til fra e\u2011mailen.",
    },
    failed: { title: "Det lykkedes ikke lige nu", text: "Prøv igen om nogle minutter." },
  },
  de: {
    button: "Abmelden",
    ask: {
      title: "Abmelden",
      text: "Möchten Sie keine E\u2011Mails mehr von uns über Warenkörbe, die Sie verlassen haben?",
    },
    done: {
      title: "Sie sind abgemeldet",
      text: "Sie bekommen keine E\u2011Mails mehr von uns über Warenkörbe, die Sie verlassen haben. Eine, die schon unterwegs ist, kann noch ankommen.",
    },
    invalid: {
      title: "Dieser Link funktioniert nicht",
      text: "Ein Teil davon fehlt vielleicht. Bitte öffnen Sie ihn noch einmal aus der E\u2011Mail.",
    },
    failed: {
      title: "Das hat gerade nicht geklappt",
      text: "Bitte versuchen Sie es in ein paar Minuten noch einmal.",
    },
  },
  fr: {
    button: "Se désabonner",
    ask: {
      title: "Se désabonner",
      text: "Vous ne souhaitez plus recevoir nos e\u2011mails sur les paniers que vous avez laissés\u00a0?",
    },
    done: {
      title: "Désabonnement confirmé",
      text: "Vous ne recevrez plus nos e\u2011mails sur les paniers que vous avez laissés. Un message déjà parti peut encore arriver.",
    },
    invalid: {
      title: "Ce lien ne fonctionne pas",
      text: "Il en manque peut-être une partie. Ouvrez-le encore une fois depuis l’e\u2011mail.",
    },
    failed: { title: "Cela n’a pas fonctionné", text: "Réessayez dans quelques minutes." },
  },
};

const LONGEST_HEADER = 1_000;

/** The language of ours that an `Accept-Language` header likes best; English when it likes none. */
export function pageLanguage(header: string | null): PageLanguage {
  const wishes = (header ?? "")
    .slice(0, LONGEST_HEADER)
    .split(",")
    .flatMap((part) => {
      const [tag = "", ...parameters] = part
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/);
      const language = tag.split("-")[0] ?? "";
      const said = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
      const weight = said === undefined ? 1 : Number(said);
      return isOurs(language) && weight > 0 ? [{ language, weight }] : [];
    });
  return wishes.sort((a, b) => b.weight - a.weight)[0]?.language ?? "en";
}

function isOurs(language: string): language is PageLanguage {
  return Object.hasOwn(UNSUBSCRIBE_TEXTS, language);
}
