/*
 * The links and codes of the shop's manual, letter for letter, and codes that were computed from them.
 */

/** The manual's first example: product, variant, amount, price, title. */
export const A = {
  code: "3ccdb019bfed4d98cf5f8f230aaf1d6e5ba61841",
  link: "https://minshop.dk/actions/cart/add/?product=99&variant=5&amount=1&price=349&title=Produkt A&code=3ccdb019bfed4d98cf5f8f230aaf1d6e5ba61841",
};

/** The manual's program samples. */
export const B = {
  code: "3bb989c215deaf74aa7ebac355aa766a2d2ff337",
  link: "https://www.minshop.dk/actions/cart/add/?product=99&sku=A001&variant=5&title=Produkt+A&price=349&amount=1&code=3bb989c215deaf74aa7ebac355aa766a2d2ff337",
};

/** The manual's addmulti example: the code covers the text of `input` alone, spaces included. */
export const C = {
  code: "4d916578e950c253a99a7a16217acdf05c08cffb",
  input: '[{"product":7,"amount":2, "price":89}, {"product":9,"amount":4, "price":49}]',
  link: '/actions/cart/addmulti/?input=[{"product":7,"amount":2, "price":89}, {"product":9,"amount":4, "price":49}]&expiryDays=1&referralCode=live2024&code=4d916578e950c253a99a7a16217acdf05c08cffb',
};

/** Text of an offer with every field, in the builder's order. */
export const AM1 = {
  code: "d50d7f1be1517cda785b66ca09e153f93eb73989",
  input:
    '[{"product":12,"variant":34,"amount":2,"price":199.95,"currency":"DKK","weight":"0.2","title":"Tilbud"}]',
};
