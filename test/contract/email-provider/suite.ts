import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Failure } from "../../../simulators/server.ts";
import type { Ability, ProviderEntry } from "../../../src/adapters/email/entry.ts";
import { address, BAG, reminderFor } from "../../../src/adapters/email/test-reminder.ts";
import type { ConnectorError } from "../../../src/cart/connector-error.ts";
import type { Reminder } from "../../../src/cart/reminder.ts";
import { CONSENT, openBed, type Bed } from "./bed.ts";

/*
 * What every e-mail provider has to do, on its own simulator over HTTP. A case that a provider cannot do is declared
 * in its entry with the reason; then the reason is what is looked at.
 */

const ANN = reminderFor("ann@shop.example");
const BOB = reminderFor("bob@shop.example");
const CROWD = Array.from({ length: 1000 }, (_, number) => `shopper-${number}@shop.example`);
const NEVER = new Promise<never>(() => undefined);

export function emailProviderSuite(entry: ProviderEntry): void {
  const isOneByOne = entry.can.maxBatch === 1;
  /** Two reminders when the request is not taken: where each travels alone, the fault of the first ends the pass. */
  const bothReleased = ["later released", isOneByOne ? "not handed over" : "later released"];
  /** What is said of a request that was taken though nobody saw its end. */
  const afterTaking = (why: string) => (entry.tellsAfterwards ? "accepted" : `unsure ${why}`);
  let bed: Bed;

  beforeEach(async () => {
    bed = await openBed(entry, ["ann@shop.example", "bob@shop.example", ...CROWD]);
  });

  afterEach(async () => {
    const said = bed.said();
    await bed.close();
    for (const secret of Object.values(bed.simulated.secrets)) expect(said).not.toContain(secret);
    expect(said).not.toMatch(/@shop\.example/);
  });

  function fail(failure: Failure): void {
    bed.simulated.server.faults.on(bed.simulated.sends, failure, 1);
  }

  function keys(): readonly (string | undefined)[] {
    return bed.simulated.mails().map(({ key }) => key);
  }

  async function faultOf(
    reminders: readonly Reminder[],
    provider = bed.provider(),
  ): Promise<ConnectorError | undefined> {
    const { fault } = await provider.remind(reminders);
    bed.note(fault);
    return fault;
  }

  /** A case of its own, unless the entry says why this provider cannot do it. */
  function able(ability: Ability, name: string, run: () => Promise<void>): void {
    const reason = entry.cannot[ability];
    if (reason === undefined) test(name, run);
    else
      test(`${name}: cannot, and says why`, () => {
        expect(reason).toMatch(/^\S.{20,}$/);
      });
  }

  describe("a request", () => {
    test("mails each person once, with the key of the reminder and what is in the cart", async () => {
      expect(await bed.lines([ANN, BOB])).toEqual(["accepted", "accepted"]);
      const mails = bed.simulated.mails();
      expect(keys()).toEqual([ANN.key, BOB.key]);
      expect(JSON.stringify(mails[0]?.data)).toContain(ANN.returnToCartUrl);
      expect(JSON.stringify(mails[0]?.data)).toContain("Bag");
    });

    test("shows nobody the address of another", async () => {
      await bed.handOver(CROWD.slice(0, 25).map((to) => reminderFor(to)));
      const recipients = bed.simulated.mails().map((mail) => mail.recipients);
      expect(recipients).toEqual(CROWD.slice(0, 25).map((to) => [to]));
    });

    test("never holds more people than the provider takes: 1,000 are mailed, each once", async () => {
      const handovers = await bed.handOver(CROWD.map((to) => reminderFor(to)));
      expect(bed.requests()).toBe(Math.ceil(CROWD.length / entry.can.maxBatch));
      const answers = handovers.flatMap((handover) => [...handover.answers.values()]);
      expect(answers.filter(({ kind }) => kind === "accepted")).toHaveLength(CROWD.length);
      expect(new Set(keys()).size).toBe(CROWD.length);
      expect(keys()).toHaveLength(CROWD.length);
    });

    able("large-cart", "never holds more bytes than the provider takes, whatever the letters", async () => {
      // two bytes a letter, and three reminders more than fill a request
      const productName = "å".repeat(Math.ceil(entry.can.maxBytes / 5));
      const large = CROWD.slice(0, 5).map((to) => reminderFor(to, { lines: [{ ...BAG, productName }] }));
      const handovers = await bed.handOver(large);
      expect(handovers.map(({ answers }) => answers.size)).toEqual(isOneByOne ? [1, 1, 1, 1, 1] : [2, 2, 1]);
      expect(keys()).toEqual(large.map(({ key }) => key));
    });

    test("keeps every letter there is, and nothing that breaks a request", async () => {
      const name = 'Åsa 愛 👩‍🚀 "<b>&\\ العربية';
      const odd = reminderFor("ann@shop.example", {
        firstName: name,
        lines: [{ ...BAG, productName: "half \ud83d and \u0000 control" }],
      });
      expect(await bed.lines([odd])).toEqual(["accepted"]);
      const text = JSON.stringify(bed.simulated.mails()[0]?.data);
      expect(text).toContain(JSON.stringify(name).slice(1, -1));
      expect(text).not.toMatch(/\\ud83d(?!\\)|\\u0000/);
    });

    // where each travels alone, nobody can be in a request twice
    if (!isOneByOne) {
      test("takes an address only once: the second reminder of a person waits", async () => {
        const second = reminderFor("ann@shop.example", { key: BOB.key, cartId: "another" });
        expect(await bed.lines([ANN, second])).toEqual(["accepted", "later released"]);
        expect(keys()).toEqual([ANN.key]);
      });
    }

    test("can be looked at before: that asks nobody, and shows no secret", () => {
      const drafts = bed.provider().drafts(ANN);
      expect(drafts.length).toBeGreaterThan(0);
      expect(bed.simulated.server.calls.size).toBe(0);
      bed.note(drafts.map(({ url, headers }) => [url, headers]));
      expect(JSON.stringify(drafts)).toContain("***");
    });

    able("exact-draft", "is what was looked at before, but for the secrets", async () => {
      const drafts = bed.provider().drafts(ANN);
      await bed.lines([ANN]);
      const secrets = Object.values(bed.simulated.secrets);
      const masked = (text: string) => secrets.reduce((rest, one) => rest.replaceAll(one, "***"), text);
      const sent = bed.wrote().map((request) => ({ ...request, body: masked(request.body) }));
      const bare = drafts.map(({ method, url, body }) => ({ method, url, body }));
      expect(sent).toEqual(expect.arrayContaining(bare));
      expect(bare.at(-1)).toEqual(sent.at(-1));
    });

    test("has the event or template of its reminders; one with another is not taken along", async () => {
      const { otherTemplate } = bed.simulated;
      // without anything to choose from the settings refuse a choice
      if (entry.templateKey === undefined || otherTemplate === undefined) return;
      const second = { ...BOB, step: 1, template: otherTemplate };
      const { answers } = await bed.provider().remind([ANN, second]);
      expect(answers.get(ANN.key)?.kind).toBe("accepted");
      expect(answers.get(second.key)).toMatchObject({ kind: "later", why: "released" });
      // as a pass does it: each in a request of its own
      expect(await bed.lines([second])).toEqual(["accepted"]);
      const standard = bed.simulated.section[entry.templateKey];
      expect(bed.simulated.mails().map(({ key, template }) => [key, template])).toEqual([
        [ANN.key, standard],
        [BOB.key, otherTemplate],
      ]);
      expect(JSON.stringify(bed.simulated.mails()[1]?.data)).toContain('"reminderNumber":"2"');
    });

    test("of nobody is none", async () => {
      expect((await bed.provider().remind([])).answers.size).toBe(0);
      expect(bed.requests()).toBe(0);
    });
  });

  describe("a person", () => {
    able(
      "partial-failure",
      "who is refused in a request that was taken costs the others nothing",
      async () => {
        const refused = reminderFor(bed.simulated.addresses.refused ?? "");
        const answers = await bed.lines([ANN, refused, BOB]);
        expect(answers).toEqual(["accepted", expect.stringMatching(/^refused /), "accepted"]);
        expect(keys()).toEqual([ANN.key, BOB.key]);
      },
    );

    able(
      "unknown-contact",
      "whom the provider does not know is refused, and the others are mailed",
      async () => {
        const unknown = reminderFor(bed.simulated.addresses.unknownContact ?? "");
        const answers = await bed.lines([unknown, BOB]);
        expect(answers).toEqual([expect.stringMatching(/^refused /), "accepted"]);
        expect(keys()).toEqual([BOB.key]);
      },
    );

    test("may be asked after for consent only where the provider knows it", () => {
      expect(entry.cannot.consent === undefined).toBe(entry.can.knowsConsent);
      expect(bed.provider().can).toEqual(entry.can);
    });

    able("consent", "is known by what they said, and who is unknown is not taken for a yes", async () => {
      const people = CONSENT.map(({ email }) => address(email));
      const consent = await bed.provider().consent([...people, address("nobody@shop.example")]);
      expect(people.map((person) => consent.get(person))).toEqual(["opted-in", "opted-out", "unknown"]);
      expect(consent.get(address("nobody@shop.example"))).not.toBe("opted-in");
      expect(bed.requests()).toBe(0);
    });
  });

  describe("a person who refuses", () => {
    able("opt-out", "is passed on, as often as it takes, and another is still mailed", async () => {
      const provider = bed.provider();
      expect(await provider.optOut?.(ANN.address)).toBe("done");
      expect(await provider.optOut?.(ANN.address)).toBe("done");
      expect(await bed.simulated.hasRefused("ann@shop.example")).toBe(true);
      expect(await bed.simulated.hasRefused("bob@shop.example")).toBe(false);
      expect(keys()).toEqual([]);
    });

    able("erasure", "may ask to be forgotten, and nobody else is", async () => {
      expect(await bed.provider().erase?.(ANN.address)).toBe("done");
      expect(bed.simulated.hasErased?.("ann@shop.example")).toBe(true);
      expect(bed.simulated.hasErased?.("bob@shop.example")).toBe(false);
      expect(keys()).toEqual([]);
    });

    test("is asked of the provider only where it can do it", () => {
      expect(bed.provider().optOut === undefined).toBe(entry.cannot["opt-out"] !== undefined);
      expect(bed.provider().erase === undefined).toBe(entry.cannot.erasure !== undefined);
    });

    test("and cannot be passed on now is a fault that names a setting", async () => {
      const wrong = Object.keys(bed.simulated.secrets).map((name) => [name, "wrong-secret"] as const);
      bed.replaceSecrets(Object.fromEntries(wrong));
      const fault = await bed
        .provider()
        .optOut?.(ANN.address)
        .catch((thrown: unknown) => thrown);
      bed.note(fault);
      if (entry.cannot["opt-out"] === undefined)
        expect(fault).toMatchObject({ code: "provider-unauthorized" });
    });
  });

  describe("a throttled request", () => {
    test("mails nobody and waits as long as it was told", async () => {
      fail({ kind: "reply", reply: { status: 429, headers: { "retry-after": "7" }, body: "" } });
      const { answers, fault } = await bed.provider().remind([ANN]);
      const notBefore = new Date(bed.tools.clock.now().getTime() + 7000).toISOString();
      expect(answers.get(ANN.key)).toEqual({ kind: "later", notBefore, why: "provider-later" });
      expect(fault?.code).toBe("provider-throttled");
      expect(keys()).toEqual([]);
    });

    test("waits a while when it was told nothing", async () => {
      fail({ kind: "reply", reply: { status: 429, body: "" } });
      const answer = (await bed.provider().remind([ANN])).answers.get(ANN.key);
      if (answer?.kind !== "later") throw new Error("expected an answer of later");
      const waitMs = Date.parse(answer.notBefore) - bed.tools.clock.now().getTime();
      expect(waitMs).toBeGreaterThanOrEqual(1_000);
      expect(waitMs).toBeLessThanOrEqual(300_000);
    });
  });

  describe("a quota that is used up", () => {
    test("costs nobody a reminder, and says what to do", async () => {
      fail({ kind: "reply", reply: bed.simulated.quotaUsedUp });
      const { answers, fault } = await bed.provider().remind([ANN]);
      bed.note(fault);
      expect(answers.get(ANN.key)?.kind).toBe("later");
      expect(fault?.code).toMatch(/^provider-(throttled|forbidden)$/);
      expect(`${fault?.message ?? ""} ${fault?.fix ?? ""}`).toMatch(/quota|limit|credit|paid/);
      expect(keys()).toEqual([]);
    });
  });

  describe("a sign-in", () => {
    test("with wrong secrets releases everybody and says which setting to mend", async () => {
      const wrong = Object.keys(bed.simulated.secrets).map((name) => [name, "wrong-secret"] as const);
      bed.replaceSecrets(Object.fromEntries(wrong));
      expect(await bed.lines([ANN, BOB])).toEqual(bothReleased);
      const fault = await faultOf([ANN]);
      expect(fault?.code).toBe("provider-unauthorized");
      expect(fault?.fix).toContain(entry.sectionName);
      await expect(bed.provider().check()).rejects.toMatchObject({ code: "provider-unauthorized" });
      expect(keys()).toEqual([]);
    });

    test("that ended meanwhile is made again, and nobody is mailed twice", async () => {
      const provider = bed.provider();
      await bed.lines([BOB], provider);
      bed.replaceSecrets(bed.simulated.renewSignIn());
      expect(await bed.lines([ANN], provider)).toEqual(["accepted"]);
      expect(keys()).toEqual([BOB.key, ANN.key]);
    });

    test("that lacks a permission releases everybody", async () => {
      fail({ kind: "reply", reply: { status: 403, body: "Forbidden" } });
      const fault = await faultOf([ANN]);
      expect(fault?.code).toBe("provider-forbidden");
      expect(fault?.fix).toContain(entry.sectionName);
      expect(keys()).toEqual([]);
    });
  });

  describe("a doubt", () => {
    test("is what a time-out after the request was taken leaves, and it is not repeated", async () => {
      fail({ kind: "stall" });
      const answer = bed.lines([ANN]);
      await vi.waitFor(() => expect(keys()).toEqual([ANN.key]), { timeout: 10_000 });
      bed.tools.clock.giveUp();
      expect(await answer).toEqual([afterTaking("no-reply-in-time")]);
      expect(bed.requests()).toBe(1);
    });

    test("is what a time-out leaves of which nobody knows that it came too early", async () => {
      const called = bed.simulated.server.whenCalled(bed.simulated.sends);
      fail({ kind: "hold", until: NEVER });
      const answer = bed.lines([ANN]);
      await called;
      bed.tools.clock.giveUp();
      expect(await answer).toEqual(["unsure no-reply-in-time"]);
      expect(bed.requests()).toBe(1);
    });

    test.each(["drop-before", "drop-after"] as const)(
      "is what a broken connection leaves: %s",
      async (kind) => {
        fail({ kind });
        const left = kind === "drop-after" ? afterTaking("connection-lost") : "unsure connection-lost";
        expect(await bed.lines([ANN])).toEqual([left]);
        expect(keys()).toEqual(kind === "drop-after" ? [ANN.key] : []);
        expect(bed.requests()).toBe(1);
      },
    );

    test.each([500, 502, 504])("is what a status leaves that may come after the work: %i", async (status) => {
      fail({ kind: "act-and-reply", reply: { status, body: "<html>oops</html>" } });
      expect(await bed.lines([ANN])).toEqual([afterTaking(`http-status ${status}`)]);
      expect(bed.requests()).toBe(1);
    });

    test.each(["<html>sign in, please</html>", '{"half', "17"])(
      "is what a reply leaves that nobody can read: %s",
      async (body) => {
        fail({ kind: "act-and-reply", reply: { status: 200, body } });
        const { answers, fault } = await bed.provider().remind([ANN]);
        expect(answers.get(ANN.key)?.kind).toBe(entry.tellsAfterwards ? "accepted" : "unsure");
        expect(fault?.code).toBe("provider-unreadable");
        expect(fault?.fix).toContain(entry.sectionName);
      },
    );
  });

  describe("a request that was certainly not taken", () => {
    test.each([302, 404, 503])("is released: status %i", async (status) => {
      fail({ kind: "reply", reply: { status, body: "<html>elsewhere</html>" } });
      expect(await bed.lines([ANN, BOB])).toEqual(bothReleased);
      expect(bed.requests()).toBe(1);
    });

    test("is released when nobody listens", async () => {
      const provider = bed.provider();
      await bed.simulated.close();
      expect(await bed.lines([ANN], provider)).toEqual(["later released"]);
    });

    test("is released when what is to be sent does not exist", async () => {
      const provider = bed.provider(bed.simulated.changes.unknownTarget);
      expect(await bed.lines([ANN], provider)).toEqual(["later released"]);
      const fault = await faultOf([ANN], provider);
      expect(fault?.code).toBe("provider-misconfigured");
      expect(fault?.message).toContain(entry.sectionName);
      expect(keys()).toEqual([]);
    });

    able("set-up", "is foreseen by the check when what is to be sent does not exist", async () => {
      const provider = bed.provider(bed.simulated.changes.unknownTarget);
      await expect(provider.check()).rejects.toMatchObject({ code: "provider-misconfigured" });
      expect(keys()).toEqual([]);
    });
  });

  test("a check looks at the events or templates of further reminders too", async () => {
    const { otherTemplate, changes } = bed.simulated;
    if (entry.templateKey === undefined || otherTemplate === undefined) return;
    await bed.provider().check([otherTemplate]);
    const unknown = String(changes.unknownTarget[entry.templateKey]);
    await expect(bed.provider().check([unknown])).rejects.toMatchObject({ code: "provider-misconfigured" });
  });

  describe("trying out", () => {
    test("with the check says what was seen and mails nobody", async () => {
      const seen = await bed.provider().check();
      bed.note(seen);
      expect(seen.length).toBeGreaterThan(0);
      expect(keys()).toEqual([]);
    });

    able("sandbox", "in the sandbox is answered like a request and mails nobody", async () => {
      const provider = bed.provider(bed.simulated.changes.sandbox ?? {});
      expect(await bed.lines([ANN], provider)).toEqual(["accepted"]);
      expect(bed.requests()).toBe(1);
      expect(keys()).toEqual([]);
    });
  });
}
