import type { Log } from "../../ports/log.ts";
import type { Channel } from "../../ports/retail-server.ts";
import type { Client } from "./client.ts";
import { unreadable } from "./faults.ts";
import type { Question } from "./question.ts";
import { ChannelReply } from "./schema.ts";

/** What every reader works with. */
export interface ReaderTools {
  readonly client: Client;
  readonly channel: ChannelReader;
  readonly log: Log;
}

export interface ChannelReader {
  /** Asks anew each time, because the server's clock is part of the answer. */
  readonly channel: () => Promise<Channel>;
  /** The record id of the channel, asked for once. A failure is not remembered. */
  readonly recordId: () => Promise<string>;
  /** Whether the server answers at all right now: the cheapest question there is, shared by all who ask together. */
  readonly isServing: () => Promise<boolean>;
}

const QUESTION: Question = { operation: "OrgUnits/GetOrgUnitConfiguration", body: "{}" };

export function createChannelReader(client: Client): ChannelReader {
  let knownId: string | undefined;
  let asking: Promise<Channel> | undefined;
  let probing: Promise<boolean> | undefined;

  async function channel(): Promise<Channel> {
    const reply = await client.ask(QUESTION);
    if (reply.kind === "refusal") throw reply.fault;
    const parsed = ChannelReply.safeParse(reply.json);
    if (!parsed.success) {
      const about = { host: client.host, operation: QUESTION.operation };
      throw unreadable(about, "a channel without a record id or a currency");
    }
    knownId = parsed.data.recordId;
    return { ...parsed.data, serverTime: toDate(reply.date) };
  }

  async function probe(): Promise<boolean> {
    const reply = await client.ask({ ...QUESTION, mostTries: 2 });
    return reply.kind === "answer";
  }

  return {
    channel,
    async recordId() {
      if (knownId !== undefined) return knownId;
      asking ??= channel().finally(() => {
        asking = undefined;
      });
      return (await asking).recordId;
    },
    isServing() {
      probing ??= probe().finally(() => {
        probing = undefined;
      });
      return probing;
    },
  };
}

function toDate(header: string | undefined): Date | undefined {
  const date = new Date(header ?? "");
  return Number.isNaN(date.getTime()) ? undefined : date;
}
