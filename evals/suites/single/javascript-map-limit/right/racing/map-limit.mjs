export async function mapLimit(items, limit, fn) {
  const results = [];
  const running = new Set();
  for (const [index, item] of items.entries()) {
    const one = fn(item, index).then((value) => {
      results[index] = value;
      running.delete(one);
    });
    running.add(one);
    if (running.size >= limit) await Promise.race(running);
  }
  await Promise.all(running);
  return results;
}
