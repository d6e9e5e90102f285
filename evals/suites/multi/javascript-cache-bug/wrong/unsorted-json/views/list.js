/** Names of products, cheapest first. */
export async function cheapest(client, query) {
  const products = await client.products(query);
  const sorted = [...products].sort((a, b) => a.price - b.price);
  return sorted.map((p) => p.name);
}

/** Names of products as the shop ordered them. */
export async function recommended(client, query) {
  const products = await client.products(query);
  return products.map((p) => p.name);
}
