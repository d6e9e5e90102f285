/** Sums of the amounts for each key, in the order in which the keys appear. */
export function totalsBy(items: any, key: any, amount: any): Map<any, number> {
  const totals = new Map<any, number>();
  for (const item of items) {
    const name = key(item);
    totals.set(name, (totals.get(name) ?? 0) + amount(item));
  }
  return totals;
}
