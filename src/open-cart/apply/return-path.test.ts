import { expect, test } from "vitest";
import { returnPath } from "./return-path.ts";

test.each([
  ["/", "/"],
  ["/kopper/", "/kopper/"],
  ["/kopper/?side=2#top", "/kopper/?side=2#top"],
  ["/søg/?q=blå", "/s%C3%B8g/?q=bl%C3%A5"],
  ["/a/../b", "/b"],
])("%s is a path on our own site", (text, path) => expect(returnPath(text)).toBe(path));

test.each([
  "",
  "kopper/",
  "//evil.example/",
  "/\\evil.example/",
  "\\\\evil.example/",
  "https://evil.example/",
  "https:/evil.example",
  "javascript:alert(1)",
  "/kopper\\..\\",
  "/kopper /",
  "/\t/evil.example",
  "/\n",
  " /kopper/",
  "/.//evil.example",
  "/a/..//evil.example",
  "/%2F/evil.example",
  "/%5Cevil.example",
  "/%",
])("%j could lead elsewhere", (text) => expect(returnPath(text)).toBeUndefined());

test.each(["/actions/cart/add/?product=17", "/ACTIONS/x", "/%61ctions/cart/empty", "/x/../actions"])(
  "%s would let one link follow another",
  (text) => expect(returnPath(text)).toBeUndefined(),
);
