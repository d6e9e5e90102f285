const NEAR = new Set(["AT", "FR", "NL", "BE", "LU"]);
const RATES = { domestic: [4.9, 7.9], near: [8.9, 14.9], far: [19.9, 39.9] };
const FREE_FROM = { domestic: 50, near: 100, far: Infinity };
const LIGHT = 2000;
const MOST = 10000;

function zoneOf(country) {
  const code = country;
  if (code === "DE") return "domestic";
  return NEAR.has(code) ? "near" : "far";
}

/** Cost in EUR for a parcel of so many grams. */
export function shippingCost(weight, country, subtotal) {
  if (weight > MOST) throw new RangeError(`${weight} g are too heavy`);
  const zone = zoneOf(country);
  if (weight === 0 || subtotal >= FREE_FROM[zone]) return 0;
  return RATES[zone][weight <= LIGHT ? 0 : 1];
}
