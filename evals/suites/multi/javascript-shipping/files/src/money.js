/** Rounded to cents. */
export function cents(amount) {
  return Math.round((amount + Number.EPSILON) * 100) / 100;
}

export function formatMoney(amount) {
  return `${cents(amount).toFixed(2)} EUR`;
}
