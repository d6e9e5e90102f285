export function priceOf({ cents, quantity }) {
  const discount = quantity >= 50 ? 0.15 : quantity >= 10 ? 0.1 : 0;
  return Math.round(cents * quantity * (1 - discount));
}
