/** Where a text stops being JSON, and what could have stood there. Lines and columns count from 1. */
export interface JsonFault {
  readonly line: number;
  readonly column: number;
  readonly expected: string;
}

type State = "value" | "first item" | "name" | "first name" | "colon" | "more names" | "more items" | "end";
type Token = "{" | "}" | "[" | "]" | "," | ":" | "string" | "plain";
/** What a token does: opens or closes a container, is a whole value, or leads to a state. */
type Move = "open" | "close" | "value done" | { readonly to: State };

const VALUE = { "{": "open", "[": "open", string: "value done", plain: "value done" } as const;

/** The whole grammar: what may stand in each state. */
const GRAMMAR: Readonly<Record<State, { expected: string; moves: Readonly<Partial<Record<Token, Move>>> }>> =
  {
    value: { expected: "a value", moves: VALUE },
    "first item": { expected: "a value or ]", moves: { ...VALUE, "]": "close" } },
    name: { expected: "a name in double quotes", moves: { string: { to: "colon" } } },
    "first name": {
      expected: "a name in double quotes or }",
      moves: { string: { to: "colon" }, "}": "close" },
    },
    colon: { expected: "a colon", moves: { ":": { to: "value" } } },
    "more names": { expected: "a comma or }", moves: { ",": { to: "name" }, "}": "close" } },
    "more items": { expected: "a comma or ]", moves: { ",": { to: "value" }, "]": "close" } },
    end: { expected: "nothing more", moves: {} },
  };

const SPACE = /[ \t\r\n]*/y;
const TOKEN =
  /([{}[\],:])|("(?:[ !#-[\]-\u{10ffff}]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*")|(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/uy;

/**
 * The first fault of a text that is not JSON; undefined when it is. JSON.parse tells the position of some faults only,
 * and quotes the text around them, where a key may stand.
 */
export function findJsonFault(text: string): JsonFault | undefined {
  const open: ("{" | "[")[] = [];
  let state: State = "value";
  let at = afterSpace(text, 0);
  while (at < text.length) {
    const found = tokenAt(text, at);
    const move: Move | undefined = found && GRAMMAR[state].moves[found.token];
    if (found === undefined || move === undefined) return faultAt(text, at, state);
    if (move === "open") open.push(found.token === "{" ? "{" : "[");
    if (move === "close") open.pop();
    state = typeof move === "object" ? move.to : move === "open" ? inside(open.at(-1)) : after(open.at(-1));
    at = afterSpace(text, found.end);
  }
  return state === "end" ? undefined : faultAt(text, at, state);
}

function inside(container: "{" | "[" | undefined): State {
  return container === "{" ? "first name" : "first item";
}

function after(container: "{" | "[" | undefined): State {
  if (container === undefined) return "end";
  return container === "{" ? "more names" : "more items";
}

function afterSpace(text: string, at: number): number {
  SPACE.lastIndex = at;
  SPACE.exec(text);
  return SPACE.lastIndex;
}

function tokenAt(text: string, at: number): { readonly token: Token; readonly end: number } | undefined {
  TOKEN.lastIndex = at;
  const match = TOKEN.exec(text);
  if (match === null) return undefined;
  // the first group holds one of exactly these signs
  const sign = match[1] as Exclude<Token, "string" | "plain"> | undefined;
  return { token: sign ?? (match[2] === undefined ? "plain" : "string"), end: TOKEN.lastIndex };
}

function faultAt(text: string, at: number, state: State): JsonFault {
  const lines = text.slice(0, at).split(/\r\n|\n|\r/);
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1, expected: GRAMMAR[state].expected };
}
