import { describe } from "vitest";
import { EMAIL_PROVIDERS } from "../../../src/adapters/email/providers.ts";
import { emailProviderSuite } from "./suite.ts";

describe.each(EMAIL_PROVIDERS)("$title", (entry) => emailProviderSuite(entry));
