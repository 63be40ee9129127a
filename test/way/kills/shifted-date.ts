/*
 * Loaded before the command line (`node --import`): sets the calendar of a process forward by TEST_CLOCK_SHIFT_MS, so
 * that a test need not wait for a claim to grow old. The product has no switch for this and knows nothing of it.
 */

const shiftMs = Number(process.env["TEST_CLOCK_SHIFT_MS"] ?? "0");
const realNow = Date.now.bind(Date);

function now(): number {
  return realNow() + shiftMs;
}

globalThis.Date = new Proxy(Date, {
  construct: (target, args: unknown[], newTarget) =>
    // what a constructor makes is an object
    Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as object,
  get: (target, name, receiver) => (name === "now" ? now : (Reflect.get(target, name, receiver) as unknown)),
});
