export async function mapLimit(items, limit, fn) {
  return Promise.all(items.map((item, index) => fn(item, index)));
}
