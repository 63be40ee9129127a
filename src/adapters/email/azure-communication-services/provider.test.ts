import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Reply } from "../../../../simulators/server.ts";
import {
  startCommunicationServices,
  type CommunicationServices,
} from "../../../../simulators/email/azure-communication-services/start-azure-communication-services.ts";
import type { Answer } from "../../../cart/documents.ts";
import type { Reminder } from "../../../cart/reminder.ts";
import type { ReminderKey } from "../../../cart/shopper.ts";
import type { FurtherTools } from "../entry.ts";
import { BAG, reminderFor } from "../test-reminder.ts";
import { rotatingSecrets, testTools, type TestTools } from "../test-tools.ts";
import type { CommunicationOptions } from "./options.ts";
import { operationId } from "./payload.ts";
import { createCommunication } from "./provider.ts";
import { signature } from "./sign-in.ts";

const KEY = Buffer.from("a key of the resource, for tests").toString("base64");
const TOKEN = "canary-azure-token";
const SENDER = "DoNotReply@contoso.example";
const ANN = reminderFor("ann@shop.example", { unsubscribeUrl: "https://shop.example/u/1" });

let services: CommunicationServices;
let tools: TestTools;

beforeEach(async () => {
  tools = testTools(rotatingSecrets({ "access-key": [KEY, KEY] }));
  services = await startCommunicationServices({
    accessKey: KEY,
    tokens: [TOKEN],
    senders: [SENDER],
    suppressed: ["gone@shop.example"],
    clock: tools.clock,
  });
});

afterEach(async () => {
  await tools.dispatcher.destroy();
  await services.close();
});

function provider(change: Partial<CommunicationOptions> = {}, other: Partial<FurtherTools> = {}) {
  return createCommunication(
    {
      apiUrl: services.url,
      accessKeySecretName: "access-key",
      senderAddress: SENDER,
      replyTo: undefined,
      tracksEngagement: false,
      requestTimeoutMs: 30_000,
      ...change,
    },
    { ...tools, ...other },
  );
}

async function answerTo(reminder: Reminder, to = provider()): Promise<Answer | undefined> {
  return (await to.remind([reminder])).answers.get(reminder.key);
}

describe("a mail through Azure Communication Services", () => {
  it("is written by us: subject, HTML and text, to one person, with one-click headers", async () => {
    expect(await answerTo(ANN, provider({ replyTo: "care@contoso.example" }))).toEqual({
      kind: "accepted",
      messageId: operationId(ANN.key),
    });
    const [mail] = services.delivered;
    expect(mail).toMatchObject({
      recipients: ["ann@shop.example"],
      subject: "Your cart at Contoso is still here",
      replyTo: ["care@contoso.example"],
      tracksEngagement: false,
      headers: {
        "List-Unsubscribe": "<https://shop.example/u/1>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "X-Reminder-Key": ANN.key,
      },
    });
    expect(mail?.plainText).toContain("Hello Ann,\n\n");
    expect(mail?.html).toContain("Hello Ann,");
  });

  it("carries the same operation id at every attempt, so that a repeated one mails nobody", async () => {
    await answerTo(ANN);
    await answerTo(ANN);
    expect(services.delivered).toHaveLength(1);
    expect(services.delivered[0]?.operation).toBe(operationId(ANN.key));
  });

  it("goes without what leads elsewhere, and the log counts it", async () => {
    const viewPorts = ["https://evil.example/a", "https://evil.example/b"].map((url) => ({
      ...{ url, media: "(min-width:1px)", useForDefaultImageTag: false },
    }));
    await answerTo(
      reminderFor("ann@shop.example", { lines: [{ ...BAG, image: { altText: "", viewPorts } }] }),
    );
    expect(services.delivered[0]?.html).not.toContain("evil.example");
    const line = {
      text: "an address was left out of a mail",
      what: "picture",
      why: "foreign-host",
      count: 2,
    };
    expect(tools.logged).toEqual([JSON.stringify(line)]);
  });

  it("is refused when the operation has failed already", async () => {
    services.faults.on("send", {
      kind: "reply",
      reply: { status: 202, body: { id: "x", status: "Failed" } },
    });
    expect(await answerTo(ANN)).toEqual({ kind: "refused", why: "operation-failed" });
  });

  it.each<[string, Reply, Answer["kind"]]>([
    [
      "about the recipient",
      { status: 400, body: { error: { code: "BadRequest", target: "recipients.to" } } },
      "refused",
    ],
    ["too large", { status: 413, body: "" }, "refused"],
    ["about the sender", { status: 400, body: { error: { code: "InvalidSenderUserName" } } }, "later"],
    ["about nothing known", { status: 400, body: { error: { code: "Other" } } }, "later"],
    ["not Azure's", { status: 400, body: "<html>" }, "later"],
  ])(
    "is refused for this person alone only when the refusal is about them: %s",
    async (_what, reply, kind) => {
      services.faults.on("send", { kind: "reply", reply }, 1);
      const { answers, fault } = await provider().remind([ANN]);
      expect(answers.get(ANN.key)?.kind).toBe(kind);
      expect(fault === undefined).toBe(kind === "refused");
    },
  );
});

describe("a doubt", () => {
  it("ends with a refusal when Azure says that the mail went to nobody", async () => {
    services.faults.on("send", { kind: "drop-after" }, 1);
    const gone = reminderFor("gone@shop.example");
    expect(await answerTo(gone)).toEqual({ kind: "refused", why: "operation-failed" });
  });

  it.each<[string, Reply]>([
    ["is not known", { status: 404, body: { error: { code: "OperationNotFound" } } }],
    ["cannot be asked after", { status: 429, body: "" }],
    ["is answered in other words", { status: 200, body: "<html>" }],
  ])("stays when the operation %s", async (_what, reply) => {
    services.faults.on("send", { kind: "drop-after" }, 1);
    services.faults.on("operation", { kind: "reply", reply }, 1);
    expect(await answerTo(ANN)).toEqual({ kind: "unsure", why: "connection-lost" });
    expect(services.calls.get("operation")).toBe(1);
    expect(services.delivered).toHaveLength(1);
  });

  it("is the only thing that an operation is asked for", async () => {
    await answerTo(ANN);
    expect(services.calls.get("operation")).toBeUndefined();
  });
});

describe("signing in", () => {
  it("signs as Azure's documents say", () => {
    const url = new URL("https://contoso.communication.azure.com/emails:send?api-version=2023-03-31");
    const key = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    const at = new Date("2026-01-02T03:04:05Z");
    expect(signature({ method: "POST", url, body: '{"a":1}' }, key, at)).toEqual({
      "x-ms-date": "Fri, 02 Jan 2026 03:04:05 GMT",
      "x-ms-content-sha256": "AVq9f1zFei3ZS3WQ8ErYCEJzkF7jPsXOvq5iJ2qX+GI=",
      authorization:
        "HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=wo582Cq9pFs95WvEp8+yKK6OMkd2+0S7NdQ+CuFtTzo=",
    });
  });

  it("is the app's identity when no key is named, with a token that is never printed", async () => {
    const scopes: string[] = [];
    const azureToken = (scope: string) => {
      scopes.push(scope);
      return Promise.resolve(TOKEN);
    };
    const entra = provider({ accessKeySecretName: undefined }, { azureToken });
    expect((await answerTo(ANN, entra))?.kind).toBe("accepted");
    expect(await entra.check()).toEqual(["the identity of the app is known"]);
    expect(new Set(scopes)).toEqual(new Set(["https://communication.azure.com/.default"]));
    expect(tools.hidden).toContain(TOKEN);
  });

  it("without an identity releases everybody and says what to give the app", async () => {
    const azureToken = () => Promise.reject(new Error("CredentialUnavailableError: no identity here"));
    const entra = provider({ accessKeySecretName: undefined }, { azureToken });
    const { answers, fault } = await entra.remind([ANN]);
    expect(answers.get(ANN.key)).toMatchObject({ kind: "later", why: "released" });
    expect(fault?.code).toBe("provider-unauthorized");
    expect(fault?.fix).toMatch(/managed identity/);
    expect(services.calls.size).toBe(0);
  });

  it("with an identity that the resource does not know says so, and names no key", async () => {
    const azureToken = () => Promise.resolve("another token");
    const { fault } = await provider({ accessKeySecretName: undefined }, { azureToken }).remind([ANN]);
    expect(fault?.code).toBe("provider-unauthorized");
    expect(fault?.message).toMatch(/identity/);
  });
});

describe("the id of an operation", () => {
  it("is a UUID of version 5, one for each reminder", () => {
    // any text will do as a key here
    const ids = ["r1-a", "r1-b"].map((key) => operationId(key as ReminderKey));
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
    expect(operationId("r1-a" as ReminderKey)).toBe(ids[0]);
  });
});

describe("the check", () => {
  it("asks for an operation that there never was, and mails nobody", async () => {
    expect(await provider().check()).toEqual(["the access key is good"]);
    expect([...services.calls]).toEqual([["operation", 1]]);
    expect(services.delivered).toEqual([]);
  });

  it("is not content with just any server that knows no such page", async () => {
    services.faults.on("operation", { kind: "reply", reply: { status: 404, body: "<html>" } });
    await expect(provider().check()).rejects.toMatchObject({ code: "provider-misconfigured" });
  });
});
