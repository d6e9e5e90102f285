'use strict';

/** First n items. */
function take(items, n) {
  return items.slice(0, Math.max(0, n));
}

/** Items without repetitions, in order of first appearance. */
function unique(items) {
  return [...new Set(items)];
}

/** Arrays of at most `size` items. */
function chunk(items, size) {
  if (size < 1) throw new RangeError('size must be at least 1');
  const chunks = [];
  for (let i = 0; i < items.length; i += size) chunks.push(items.slice(i, i + size));
  return chunks;
}

module.exports = { take, unique, chunk };
