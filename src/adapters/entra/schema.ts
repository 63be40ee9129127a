import { z } from "zod";

/** The life of a token in seconds. Entra ID writes it as a number, its older endpoints as text. */
export const tokenReply = z.object({ expires_in: z.coerce.number().min(0) });
