/** Text that stands for a query: the key in the cache. */
export function keyOf(query) {
  return Object.entries(query)
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

/** The query as part of an address. */
export function toSearch(query) {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) params.append(name, one);
  }
  return params.toString();
}
