import type { IssuedLinks } from "./issued-link.ts";
import type { ReceiverSettings, Visitor } from "./receiver-settings.ts";

/** What a link is judged against before anything is looked up for it. */
export interface Gate {
  readonly settings: Pick<ReceiverSettings, "secrets" | "extended" | "allowedClients" | "trust">;
  readonly visitor: Visitor;
  readonly now: Date;
  /** Left out when no register of issued links is kept. */
  readonly issued?: IssuedLinks | undefined;
}
