/** What the page says, in one language. Plain text. */
export interface UnsubscribeTexts {
  readonly title: string;
  readonly ask: string;
  readonly button: string;
  readonly done: string;
  readonly invalid: string;
  readonly failed: string;
}

export type PageLanguage = "en" | "sv" | "da" | "de" | "fr";

export const UNSUBSCRIBE_TEXTS: Readonly<Record<PageLanguage, UnsubscribeTexts>> = {
  en: {
    title: "Unsubscribe",
    ask: "Do you no longer want e-mails from us about carts that you left behind?",
    button: "Unsubscribe",
    done: "Done. You will get no more of these e-mails. One that is on its way already may still arrive.",
    invalid: "This link is not complete. Please open it once more from the e-mail.",
    failed: "That did not work just now. Please try again in a few minutes.",
  },
  sv: {
    title: "Avsluta prenumerationen",
    ask: "Vill du inte längre få mejl från oss om varukorgar som du har lämnat?",
    button: "Avsluta prenumerationen",
    done: "Klart. Du får inga fler sådana mejl. Ett mejl som redan är på väg kan fortfarande komma fram.",
    invalid: "Länken är inte fullständig. Öppna den en gång till från mejlet.",
    failed: "Det gick inte just nu. Försök igen om några minuter.",
  },
  da: {
    title: "Afmeld",
    ask: "Vil du ikke længere have e-mails fra os om kurve, som du har forladt?",
    button: "Afmeld",
    done: "Det er gjort. Du får ikke flere af disse e-mails. En, der allerede er på vej, kan stadig nå frem.",
    invalid: "Linket er ikke fuldstændigt. Åbn det en gang til fra e-mailen.",
    failed: "Det lykkedes ikke lige nu. Prøv igen om nogle minutter.",
  },
  de: {
    title: "Abmelden",
    ask: "Möchten Sie keine E-Mails mehr von uns über Warenkörbe, die Sie verlassen haben?",
    button: "Abmelden",
    done: "Erledigt. Sie bekommen keine solchen E-Mails mehr. Eine, die schon unterwegs ist, kann noch ankommen.",
    invalid: "Dieser Link ist nicht vollständig. Bitte öffnen Sie ihn noch einmal aus der E-Mail.",
    failed: "Das hat gerade nicht geklappt. Bitte versuchen Sie es in ein paar Minuten noch einmal.",
  },
  fr: {
    title: "Se désabonner",
    ask: "Vous ne souhaitez plus recevoir nos e-mails sur les paniers que vous avez laissés ?",
    button: "Se désabonner",
    done: "C’est fait. Vous ne recevrez plus ces e-mails. Un message déjà parti peut encore arriver.",
    invalid: "Ce lien n’est pas complet. Ouvrez-le encore une fois depuis l’e-mail.",
    failed: "Cela n’a pas fonctionné pour le moment. Réessayez dans quelques minutes.",
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
