import { z } from "zod";
import { EMAIL_PROVIDERS } from "../../adapters/email/providers.ts";
import { oneOf, secretName, secretNames, whole } from "../kinds.ts";
import { optional, withDefault } from "../setting.ts";

const [standard, ...others] = EMAIL_PROVIDERS;
const providerName = oneOf(standard.name, ...others.map(({ name }) => name));

export const connector = z
  .strictObject({
    EmailProvider: withDefault(providerName, standard.name, {
      meaning: "Who sends the reminders. Only the section of this provider is read.",
    }),
    Ledger: withDefault(oneOf("cosmos", "sqlite"), "cosmos", {
      meaning: "What remembers who was reminded. `sqlite` is for one machine and is refused inside Azure.",
    }),
    PersonKeyKeyVaultSecretName: optional(secretName(), {
      meaning: "The secret under which addresses are hashed. Changing it would forget everybody.",
      standard: "a key made once and kept in the ledger",
      hidden: true,
    }),
    UnsubscribeKeyKeyVaultSecretNames: optional(secretNames(), {
      meaning:
        "The secrets under which unsubscribe links are signed: the first signs, all are accepted. To change the key put a new name before the old one, and keep the old one as long as mails with its links are about.",
      standard: "a key that comes from the person key",
      hidden: true,
    }),
    MaxPassMinutes: withDefault(whole(1, 30), 4, {
      meaning:
        "Longest time one timer pass works; it goes on from there next time. Stay below `functionTimeout`.",
      unit: "minutes",
    }),
    SliceSize: withDefault(whole(1, 200), 200, {
      meaning: "Most carts that are handled together.",
    }),
    ClaimSeconds: withDefault(whole(60, 3600), 120, {
      meaning:
        "After how long another run looks into a claim whose owner went silent. More than 30 seconds longer than the provider's time-out.",
      unit: "seconds",
    }),
    RetentionDays: withDefault(whole(31, 3650), 180, {
      meaning: "How long a person is remembered after the last reminder. The 30-day cap needs at least 31.",
      unit: "days",
    }),
  })
  .describe("The connector itself.");
