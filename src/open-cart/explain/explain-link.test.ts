import { describe, expect, test } from "vitest";
import { codeOf } from "../link-code.ts";
import { around, EMPTY, linesOf, multi, offer, PRINTED_SECRET, SETTINGS } from "../test-shop.ts";
import { A, C } from "../test-vectors.ts";
import { strictTrust } from "../verify/receiver-settings.ts";
import { explainLink, type CodeFinding, type Explaining } from "./explain-link.ts";

const strict: Explaining = around({ settings: { trust: strictTrust } });

describe("an explanation of a good link", () => {
  const target = `${A.link}&utm_source=mail&stack=1`;
  const explanation = explainLink(target, around());

  test("tells every parameter, and which the code covers", () => {
    const { action, parameters } = explanation;
    expect(action).toBe("add");
    expect(parameters.filter(({ hashed }) => hashed).map(({ name, value }) => `${name}=${value}`)).toEqual([
      "product=99",
      "variant=5",
      "amount=1",
      "price=349",
      "title=Produkt A",
    ]);
    expect(parameters.filter(({ known }) => !known).map(({ name }) => name)).toEqual(["utm_source"]);
  });

  test("tells that the code holds, and the cart afterwards", () => {
    expect(explanation.code).toEqual({ kind: "holds", scope: "everything", secret: 0 });
    expect(explanation.outcome).toMatchObject({ result: "added", code: "added" });
    expect(linesOf(explanation.outcome?.cart ?? EMPTY)).toEqual(["99x1*@349"]);
  });

  test("holds no secret", () => {
    expect(JSON.stringify(explanation)).not.toContain(PRINTED_SECRET);
  });
});

function findingFor(target: string, circumstances: Explaining = strict): CodeFinding | undefined {
  return explainLink(target, circumstances).code;
}

describe("why a code does not hold", () => {
  const input = '[{"product":17, "price":349}]';

  test.each<[string, string, CodeFinding]>([
    ["a plain link needs none", multi('[{"product":17}]'), { kind: "not-needed" }],
    ["there is none", multi(input), { kind: "missing" }],
    ["it is no code", multi(input, "&code=x"), { kind: "malformed" }],
  ])("%s", (_, target, finding) => expect(findingFor(target)).toEqual(finding));

  test("no secret was given: nothing is said about the code, and nothing is applied", () => {
    const secretless = { ...strict, settings: { ...SETTINGS, secrets: [] } };
    expect(explainLink(offer(input), secretless)).toMatchObject({
      code: { kind: "unchecked" },
      outcome: undefined,
    });
  });

  const signedAs = (text: string, more = "") =>
    multi(input, `${more}&code=${codeOf(PRINTED_SECRET, [text])}`);

  test.each([
    ["made over the encoded text", signedAs(encodeURIComponent(input)), { kind: "encoded-values" }],
    [
      "made over the text as forms encode it",
      signedAs(encodeURIComponent(input).replaceAll("%20", "+")),
      { kind: "encoded-values" },
    ],
    ["made over names too", signedAs(`input=${input}`), { kind: "names-and-values" }],
    ["the JSON was written anew", signedAs('[{"product":17,"price":349}]'), { kind: "input-rewritten" }],
    ["made over stack too", signedAs(`${input}1`, "&stack=1"), { kind: "too-many", names: ["stack"] }],
    [
      "made over utm_source too",
      signedAs(`${input}mail`, "&utm_source=mail"),
      { kind: "too-many", names: ["utm_source"] },
    ],
    ["as the manual prints it", C.link, { kind: "left-out", names: ["expiryDays", "referralCode"] }],
    [
      "moved parameters",
      A.link.replace("amount=1&price=349", "price=349&amount=1"),
      { kind: "other-order", names: ["product", "variant", "amount", "price", "title"] },
    ],
    [
      "the secret at the end",
      multi(input, `&code=${codeOf(input, [PRINTED_SECRET])}`),
      { kind: "secret-last" },
    ],
    ["another secret", multi(input, `&code=${codeOf("another", [input])}`), { kind: "unknown" }],
  ])("%s", (_, target, slip) => expect(findingFor(target)).toEqual({ kind: "differs", slip }));
});

test("a link that HTML has damaged is recognised", () => {
  const damaged = explainLink("/actions/cart/add/?product=99&variant=10&amount=1¬ification=false", strict);
  expect(damaged).toMatchObject({ damagedByHtml: true, outcome: { code: "amount-invalid" } });
  const encoded = explainLink("/actions/cart/add/?product=17&amount=1%C2%ACification=false", strict);
  expect(encoded.damagedByHtml).toBe(true);
  expect(explainLink("/actions/cart/add/?product=17", strict).damagedByHtml).toBe(false);
});

test("without a catalogue the link is judged as far as it can be", () => {
  const { settings, visitor, now, cart } = strict;
  const bare = { settings, visitor, now, cart };
  expect(explainLink("/actions/cart/add/?product=17", bare).outcome).toBeUndefined();
  expect(explainLink("/actions/cart/add/?product=17&price=1", bare).outcome).toMatchObject({
    code: "code-missing",
  });
});

test("a link that cannot be read is told apart from one of another site", () => {
  expect(explainLink("/actions/cart/add/?product=%80", strict)).toMatchObject({
    action: undefined,
    parameters: [],
    code: undefined,
    outcome: { code: "link-unreadable" },
  });
  expect(explainLink("/kurv/", strict).outcome).toMatchObject({ result: "front-page" });
});

test("a list that is not JSON still shows its parameters", () => {
  const { action, parameters } = explainLink(multi('[{"product":17]', "&stack=1"), strict);
  expect(action).toBe("addmulti");
  expect(parameters).toMatchObject([
    { name: "input", hashed: true },
    { name: "stack", hashed: false },
  ]);
});
