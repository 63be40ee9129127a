import Handlebars from "handlebars";
import { ConnectorError } from "../../cart/connector-error.ts";
import type { MailView } from "./mail-view.ts";

/** Fills a template. Everything is escaped. */
export type FillTemplate = (view: MailView) => string;

/** Helpers that a template may use. `log` would print what is in a mail. */
const HELPERS = { each: true, if: true, unless: true, with: true, lookup: true, log: false } as const;

/** Own properties only: nothing of a prototype can be reached. */
const SAFE = { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false } as const;

/**
 * Compiles a Handlebars template and tries it on every view of `trials`. Throws `settings-invalid` with the line when it
 * cannot be read, asks for what there is not, takes a partial, prints without escaping, or leaves out a link that every
 * reminder must have.
 */
export function compiledTemplate(source: string, trials: readonly MailView[]): FillTemplate {
  const engine = Handlebars.create();
  const ast = orFault(() => engine.parse(source));
  refuseWhatIsUnsafe(ast);
  const options = { knownHelpersOnly: true, knownHelpers: { ...HELPERS } };
  const strict = engine.compile(ast, { ...options, strict: true });
  for (const trial of trials) {
    const html = orFault(() => strict(trial, SAFE));
    for (const name of ["cartUrl", "unsubscribeUrl"] as const) {
      if (!html.includes(engine.escapeExpression(trial[name]))) {
        throw broken(undefined, `expected {{${name}}} in it, which every reminder needs`);
      }
    }
  }
  const fill = engine.compile(ast, options);
  return (view) => fill(view, SAFE);
}

function refuseWhatIsUnsafe(ast: hbs.AST.Program): void {
  const visitor = new Handlebars.Visitor();
  const refuse = (what: string) => (node: hbs.AST.Node) => {
    throw broken(node.loc.start.line, what);
  };
  const partials = refuse("a template stands alone: partials and decorators are not taken");
  visitor.PartialStatement = partials;
  visitor.PartialBlockStatement = partials;
  visitor.Decorator = partials;
  visitor.DecoratorBlock = partials;
  const printMustache = visitor.MustacheStatement.bind(visitor);
  visitor.MustacheStatement = (mustache) => {
    if (!mustache.escaped)
      refuse("everything is escaped: write {{ }} instead of {{{ }}} or {{& }}")(mustache);
    printMustache(mustache);
  };
  visitor.accept(ast);
}

/** What Handlebars says may repeat pieces of the template: only its line is passed on, and our words for the kind. */
function orFault<Result>(run: () => Result): Result {
  try {
    return run();
  } catch (cause) {
    const text = cause instanceof Error ? cause.message : "";
    throw broken(lineOf(cause, text), kindOf(text), cause);
  }
}

function kindOf(text: string): string {
  if (text.includes("knownHelpersOnly")) {
    return "there is no helper of that name; each, if, unless, with and lookup are there";
  }
  if (text.includes("not defined in")) return "there is nothing of that name to print";
  return "expected a Handlebars template whose every {{#…}} is closed";
}

function lineOf(cause: unknown, text: string): number | undefined {
  if (typeof cause === "object" && cause !== null && "lineNumber" in cause) return Number(cause.lineNumber);
  const [, line] = /on line (\d+)/.exec(text) ?? [];
  return line === undefined ? undefined : Number(line);
}

function broken(line: number | undefined, says: string, cause?: unknown): ConnectorError {
  const where = line === undefined ? "" : `, line ${line}`;
  return new ConnectorError("settings-invalid", `the template in MailOptions.TemplateFile${where}: ${says}`, {
    fix: "docs/mail.md says what a template may print; leave MailOptions.TemplateFile out for the built-in one",
    ...(cause === undefined ? {} : { cause }),
  });
}
