import { z } from "zod";
import { form, link, text, type Kind } from "../kinds.ts";
import { optional, required, withDefault } from "../setting.ts";

function words(...places: readonly string[]): Kind<z.ZodType<string>> {
  const names = places.map((place) => `{${place}}`).join(" and ");
  const type = z.string().trim().min(1).max(500);
  return { type, expected: `words, at most 500 letters, in which ${names} may stand`, slots: places };
}

function own(meaning: string) {
  return optional(words("shop"), { meaning, standard: "the built-in words of the language" });
}

const texts = z.strictObject({
  Language: required(form("a language tag such as sv or de-at", /^[A-Za-z]{2,3}(-[0-9A-Za-z]{2,8})*$/), {
    meaning:
      "The language these words are in; with a country they are for that country alone. Built in are en, sv, da, de and fr; any other language needs all words.",
  }),
  Subject: own("The subject of the mail."),
  Preheader: own("What mailboxes show behind the subject."),
  Heading: own("The heading of the mail."),
  Greeting: optional(words("firstName", "shop"), {
    meaning: "The greeting when the first name is known.",
    standard: "the built-in words of the language",
  }),
  GreetingWithoutName: own("The greeting when it is not."),
  Introduction: own("What stands above the products."),
  Quantity: own("The word for how many, where there is no price."),
  Total: own("The word for the sum of the cart."),
  Button: own("What stands on the button to the cart."),
  Note: own("What stands below the button."),
  Reason: own("Why the shopper gets this mail."),
  Unsubscribe: own("The link with which the shopper unsubscribes."),
});

export const mail = z
  .strictObject({
    ShopName: optional(text("the name of the shop"), {
      meaning: "What the shop calls itself in its mails.",
      standard: "the host of `ReturnToCartUrl`, without www",
    }),
    LogoUrl: optional(link(), {
      meaning: "A picture of the shop's name, at least 88 pixels high; it is shown 44 high.",
      standard: "the name in letters",
    }),
    PostalAddress: optional(text("an address"), {
      meaning: "Where the shop is at home, for the foot of the mail. Many countries ask for it.",
      standard: "no address",
    }),
    AccentColor: withDefault(form("a colour such as #1b4d3e", /^#[0-9a-fA-F]{6}$/), "#1b4d3e", {
      meaning:
        "The colour of the button. What stands on it becomes black or white, whichever is read better.",
    }),
    PictureHosts: optional(
      form(
        "names of hosts, separated by commas, such as cdn.contoso.com",
        /^[0-9A-Za-z.:-]+(\s*,\s*[0-9A-Za-z.:-]+)*$/,
      ),
      {
        meaning:
          "Further hosts that product pictures may come from. Pictures from any other host are left out of the mail.",
        standard: "those of `ImageServerUrl` and `PlaceholderImageUrl` only",
      },
    ),
    TemplateFile: optional(text("the path of a file"), {
      meaning: "A Handlebars template of your own for the HTML of the mail; see docs/mail.md.",
      standard: "the built-in template",
    }),
    Texts: withDefault({ type: z.array(texts), expected: "a list of words by language" }, [], {
      meaning: "Words of your own, for a language or a language in one country.",
      standard: "the built-in words",
    }),
  })
  .describe(
    "The mail itself, for providers that have no templates of their own, and for `connector preview`. Other providers make the mail from a template that is kept there.",
  );
