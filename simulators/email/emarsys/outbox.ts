/** A mail that an accepted trigger led to. */
export interface Delivery {
  readonly eventId: string;
  /** As the contact has it. */
  readonly email: string;
  readonly triggerId: string | undefined;
  readonly data: Readonly<Record<string, unknown>>;
  readonly at: Date;
  /** True when a trigger with the same id had been processed before. */
  readonly duplicate: boolean;
}

/** What is mailed in the end, whatever the caller was told. */
export interface Outbox {
  readonly delivered: readonly Delivery[];
  /** Repeated triggers that were swallowed: answered like the first, mailed to nobody. */
  readonly swallowed: readonly Delivery[];
  deliveredTo(email: string): readonly Delivery[];
  take(trigger: Omit<Delivery, "at" | "duplicate">): void;
}

/** `deduplicates`: whether a trigger id that was processed before is swallowed. */
export function createOutbox(options: {
  readonly clock: { now(): Date };
  readonly deduplicates: boolean;
}): Outbox {
  const delivered: Delivery[] = [];
  const swallowed: Delivery[] = [];
  const processed = new Set<string>();

  return {
    delivered,
    swallowed,
    deliveredTo: (email) => delivered.filter((one) => one.email.toLowerCase() === email.toLowerCase()),
    take(trigger) {
      const duplicate = trigger.triggerId !== undefined && processed.has(trigger.triggerId);
      if (trigger.triggerId !== undefined) processed.add(trigger.triggerId);
      const list = duplicate && options.deduplicates ? swallowed : delivered;
      list.push({ ...trigger, at: options.clock.now(), duplicate });
    },
  };
}
