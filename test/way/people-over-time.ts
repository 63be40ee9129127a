import { stampText, ticksAt } from "../../simulators/retail-server/ticks.ts";
import { aCart, aCustomer, aLine, aProduct, aShop } from "../../simulators/shop/builders.ts";
import type { ShopData } from "../../simulators/retail-server/shop-data.ts";
import type { ContactSeed } from "../../simulators/shop/case.ts";

/** A shop in which one person after the other leaves one cart; cart and person number n at the nth moment. */
export interface PeopleOverTime {
  readonly shop: ShopData;
  readonly contacts: readonly ContactSeed[];
}

export function peopleOverTime(moments: readonly Date[]): PeopleOverTime {
  const product = aProduct();
  const customers = moments.map((_, index) =>
    aCustomer({ account: accountOf(index), email: emailOf(index), firstName: `Nr ${index}` }),
  );
  const carts = moments.map((moment, index) =>
    aCart({
      id: cartOf(index),
      customerId: accountOf(index),
      modified: stampText(ticksAt(moment)),
      lines: [aLine({ productId: product.id })],
    }),
  );
  return {
    shop: aShop({ products: [product], customers, carts }),
    contacts: customers.map(({ email }) => ({ email: email ?? "", optIn: "1" })),
  };
}

export function cartOf(index: number): string {
  return `cart-${String(index).padStart(3, "0")}`;
}

export function accountOf(index: number): string {
  return `K${String(index).padStart(3, "0")}`;
}

export function emailOf(index: number): string {
  return `${accountOf(index).toLowerCase()}@example.com`;
}
