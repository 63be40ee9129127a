import fc from "fast-check";
import { expect, test } from "vitest";
import { resourceIds } from "./error-body.ts";

function body(message: unknown): string {
  const code = "Microsoft.Dynamics.Commerce.Runtime.DataValidationException";
  return JSON.stringify({
    error: { code, message: typeof message === "string" ? message : JSON.stringify(message) },
  });
}

test("the resource id stands in a JSON document inside the JSON document", () => {
  const message = {
    ErrorResourceId: "Microsoft_Dynamics_Commerce_Runtime_InvalidChannel",
    LocalizedMessage: "The channel of anna@example.com is not known.",
  };
  expect(resourceIds(body(message))).toEqual(["InvalidChannel"]);
});

test("validation tells more than one", () => {
  const message = {
    ErrorResourceId: "Microsoft_Dynamics_Commerce_Runtime_AggregateValidationError",
    ValidationResults: [
      { ErrorResourceId: "Microsoft_Dynamics_Commerce_Runtime_RequiredValueNotFound", MemberNames: ["X"] },
      { ErrorResourceId: null },
    ],
  };
  expect(resourceIds(body(message))).toEqual(["AggregateValidationError", "RequiredValueNotFound"]);
});

test("the form of older servers is understood", () => {
  const Exception = '{"ErrorResourceId":"Microsoft_Dynamics_Commerce_Runtime_CartNotFound"}';
  expect(resourceIds(JSON.stringify({ TypeName: "CartValidationException", Exception }))).toEqual([
    "CartNotFound",
  ]);
});

test.each([
  ["a plain message", body("Something went wrong for customer C-1001")],
  ["an id that is a sentence", body({ ErrorResourceId: "anna@example.com is unknown" })],
  ["an id of another kind", body({ ErrorResourceId: 17 })],
  ["no error at all", "{}"],
  ["a page", "<html>Service unavailable</html>"],
  ["nothing", ""],
])("nothing is taken from %s", (_name, text) => {
  expect(resourceIds(text)).toEqual([]);
});

test("whatever comes, only identifiers come out", () => {
  const id = fc.oneof(fc.string(), fc.constant("Microsoft_Dynamics_Commerce_Runtime_X"), fc.jsonValue());
  const message = fc.record({
    ErrorResourceId: id,
    ValidationResults: fc.oneof(fc.array(fc.record({ ErrorResourceId: id })), fc.jsonValue()),
  });
  fc.assert(
    fc.property(message, (content) => {
      for (const word of resourceIds(body(content))) expect(word).toMatch(/^[A-Za-z_]{0,100}$/);
    }),
  );
});
