/** Sums of the amounts for each key, in the order in which the keys appear. */
export function totalsBy<T, K>(items: readonly T[], key: (item: T) => K, amount: (item: T) => number): Map<K, number> {
  const totals = new Map<K, number>();
  for (const item of items) {
    const name = key(item);
    totals.set(name, (totals.get(name) ?? 0) + amount(item));
  }
  return totals;
}
