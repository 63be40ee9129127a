import type { PageLanguage } from "./unsubscribe-texts.ts";

/** What the page says that stands in for the shop when the app itself cannot say where the shop is. Plain text. */
export interface ReturnLinkTexts {
  readonly title: string;
  readonly patience: string;
}

export const RETURN_LINK_TEXTS: Readonly<Record<PageLanguage, ReturnLinkTexts>> = {
  en: {
    title: "Just a moment",
    patience: "We cannot take you to the shop just now. Please open the link again in a few minutes.",
  },
  sv: {
    title: "Ett ögonblick",
    patience: "Vi kan inte ta dig till butiken just nu. Öppna länken igen om några minuter.",
  },
  da: {
    title: "Et øjeblik",
    patience: "Vi kan ikke føre dig til butikken lige nu. Åbn linket igen om nogle minutter.",
  },
  de: {
    title: "Einen Moment bitte",
    patience:
      "Wir können Sie gerade nicht in den Shop führen. Bitte öffnen Sie den Link in ein paar Minuten noch einmal.",
  },
  fr: {
    title: "Un instant",
    patience:
      "Nous ne pouvons pas vous conduire à la boutique pour le moment. Ouvrez de nouveau le lien dans quelques minutes.",
  },
};
