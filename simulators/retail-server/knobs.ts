/** What may differ between real servers, or go wrong inside this one. May be turned while the server runs. */
export interface Knobs {
  /** The accepted scheme of the Authorization header, compared without regard to case. */
  authorizationScheme: string;
  /** The status of a missing or wrong `OUN`; which one real servers use is not established. */
  invalidChannelStatus: number;
  /** False: a request without `api-version` is answered. */
  apiVersionRequired: boolean;
  /** Pages are cut to this; 0 = never. */
  maxPageSize: number;
  /** False: Carts/Search by CustomerAccountNumber is refused with `customerSearchRefusal`. */
  offersSearchByCustomer: boolean;
  customerSearchRefusal: 400 | 403;
  /** False: GetOrderHistory is refused with 403 for everybody. */
  ordersReadable: boolean;
  /** False: GetOrderHistory does not look at `$orderby` and answers oldest first. */
  ordersObeyOrderBy: boolean;
  /** True: a read that names a cart or an account saves the carts it shows, so each gets a new stamp. */
  resavesOnRead: boolean;
  /** A request whose answer would show one of these fails as a whole with this status, however many others it shows. */
  readonly poisonedCarts: Map<string, 400 | 500>;
  /** A request in which one of these occurs fails as a whole with this status. */
  readonly poisonedAccounts: Map<string, 400 | 500>;
  readonly poisonedProducts: Map<number, 400 | 500>;
}

export function defaultKnobs(): Knobs {
  return {
    authorizationScheme: "Bearer",
    invalidChannelStatus: 401,
    apiVersionRequired: true,
    maxPageSize: 1000,
    offersSearchByCustomer: true,
    customerSearchRefusal: 403,
    ordersReadable: true,
    ordersObeyOrderBy: true,
    resavesOnRead: false,
    poisonedCarts: new Map(),
    poisonedAccounts: new Map(),
    poisonedProducts: new Map(),
  };
}
