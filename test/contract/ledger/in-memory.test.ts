import { inMemoryStore } from "../../in-memory-ledger.ts";
import { manualClock } from "../../manual-clock.ts";
import { NOW } from "./examples.ts";
import { describeLedger } from "./suite.ts";

// the fake that other tests rely on keeps the same promises
describeLedger("a ledger in memory", async () => inMemoryStore(manualClock(NOW)));
