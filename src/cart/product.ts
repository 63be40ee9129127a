/** A product as it is shown: names come in the language that was asked for. */
export interface Product {
  readonly id: string;
  readonly name: string | undefined;
  readonly itemId: string | undefined;
  /** The product this one is a variant of; undefined when it is none. */
  readonly masterId: string | undefined;
  readonly primaryImage: string | undefined;
}

/** One picture of a product; the address may be relative to the media server. */
export interface Picture {
  readonly url: string;
  readonly altText: string | undefined;
  readonly isDefault: boolean;
}
