import { GUARDS, type Guard } from "./guards.ts";
import { mailByMicrosoftsRules, type Help } from "./microsoft/sample-sender.ts";
import { liveMonth, productSender, type Sender } from "./month.ts";
import type { Promises } from "./oracle/promises.ts";
import { settingOf, summaryOf, type Setting, type Summary } from "./summary.ts";
import type { MonthSize } from "./world/month-plan.ts";

/** The same month again and again, each time mailed by somebody else. */
export interface Comparison {
  readonly size: MonthSize;
  readonly setting: Setting;
  readonly product: Summary;
  readonly without: readonly { readonly guard: Guard; readonly summary: Summary }[];
  readonly microsoft: Summary;
  /** Microsoft's rules, and somebody who removes whatever would stop them. */
  readonly helped: Summary;
}

/** `onMonth` is told whose month comes next. */
export async function compare(
  size: MonthSize,
  onMonth: (sender: string) => void = () => undefined,
): Promise<Comparison> {
  async function live(name: string, sender: Sender, promised: Partial<Promises> = {}): Promise<Summary> {
    onMonth(name);
    return summaryOf(await liveMonth(size, sender, promised));
  }

  // the sample leaves guests out, which is no loss of its own
  const byMicrosoft = (name: string, help: Help) =>
    live(name, (town) => mailByMicrosoftsRules(town, help), { guests: false });

  onMonth("the product");
  const own = await liveMonth(size, productSender());
  const without: { readonly guard: Guard; readonly summary: Summary }[] = [];
  for (const guard of GUARDS) {
    without.push({ guard, summary: await live(`without ${guard.name}`, productSender(guard.without)) });
  }
  return {
    size,
    setting: settingOf(own, size.days),
    product: summaryOf(own),
    without,
    microsoft: await byMicrosoft("microsoft's rules", { removesOrphans: false }),
    helped: await byMicrosoft("microsoft's rules, helped", { removesOrphans: true }),
  };
}
