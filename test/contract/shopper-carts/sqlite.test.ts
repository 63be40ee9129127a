import { sqliteUnderTest } from "../ledger/sqlite-file.ts";
import { describeShopperCarts } from "./suite.ts";

describeShopperCarts("shoppers' carts in SQLite", async () => sqliteUnderTest());
