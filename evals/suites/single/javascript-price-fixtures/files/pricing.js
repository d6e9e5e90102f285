/** Price of an order line in cents, after the quantity discount (10% from 10 pieces, 15% from 50). */
export function priceOf({ cents, quantity }) {
  const discount = quantity > 50 ? 0.15 : quantity > 10 ? 0.1 : 0;
  return Math.round(cents * quantity * (1 - discount));
}
