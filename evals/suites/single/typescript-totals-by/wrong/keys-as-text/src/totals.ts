/** Sums of the amounts for each key, in the order in which the keys appear. */
export function totalsBy<T>(items: readonly T[], key: (item: T) => string, amount: (item: T) => number): Map<string, number> {
  const totals = new Map<string, number>();
  for (const item of items) {
    const name = key(item);
    totals.set(name, (totals.get(name) ?? 0) + amount(item));
  }
  return totals;
}
