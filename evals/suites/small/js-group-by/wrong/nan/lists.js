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

/** Reads a key or calls a function. */
function valueOf(item, key) {
  return typeof key === 'function' ? key(item) : item[key];
}

/** Object with an array of items for each value. */
function groupBy(items, key) {
  const groups = {};
  for (const item of items) (groups[valueOf(item, key)] ??= []).push(item);
  return groups;
}

/** Sum of the values; missing ones count as 0. */
function sumBy(items, key) {
  return items.reduce((sum, item) => sum + valueOf(item, key), 0);
}

module.exports = { take, unique, chunk, groupBy, sumBy };
