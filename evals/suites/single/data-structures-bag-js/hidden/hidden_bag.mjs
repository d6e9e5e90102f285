import assert from "node:assert/strict";

export default async function check() {
  const { Bag } = await import("./bag.js");
  const { words } = await import("./words.js");
  const empty = new Bag();
  assert.deepEqual([empty.size, empty.distinct, empty.count("x"), [...empty], empty.mostCommon()], [0, 0, 0, [], []]);
  const bag = new Bag(words("b a b c a b"));
  assert.deepEqual([bag.size, bag.distinct, bag.count("b"), bag.count("z")], [6, 3, 3, 0]);
  assert.deepEqual([...bag], ["b", "b", "b", "a", "a", "c"]);
  assert.deepEqual(bag.mostCommon(), [["b", 3], ["a", 2], ["c", 1]]);
  assert.deepEqual(bag.mostCommon(1), [["b", 3]]);
  assert.deepEqual(bag.mostCommon(0), []);
  assert.deepEqual(bag.mostCommon(99).length, 3);
  assert.equal(bag.add("c", 2), bag);
  assert.deepEqual(bag.mostCommon(2), [["b", 3], ["c", 3]]);
  assert.deepEqual([...new Bag(new Set(["x"])).add("y").add("x")], ["x", "x", "y"]);
  // ties in the order in which they came
  assert.deepEqual(new Bag(["q", "p", "p", "q", "r"]).mostCommon(), [["q", 2], ["p", 2], ["r", 1]]);
  // removing
  assert.equal(bag.remove("b"), 1);
  assert.equal(bag.remove("b", 5), 2);
  assert.equal(bag.remove("b"), 0);
  assert.equal(bag.remove("never"), 0);
  assert.deepEqual([bag.count("b"), bag.distinct, bag.size], [0, 2, 5]);
  bag.add("b");
  assert.deepEqual([...bag], ["a", "a", "c", "c", "c", "b"]);
  // counts
  assert.equal(bag.add("new", 0), bag);
  assert.deepEqual([bag.count("new"), bag.distinct, [...bag].includes("new")], [0, 3, false]);
  assert.equal(bag.remove("a", 0), 0);
  assert.equal(bag.count("a"), 2);
  for (const count of [-1, 1.5, NaN, "2", null, Infinity]) {
    assert.throws(() => bag.add("a", count), RangeError, String(count));
    assert.throws(() => bag.remove("a", count), RangeError, String(count));
  }
  assert.equal(bag.count("a"), 2);
  // items like in a Map
  const key = {};
  const mixed = new Bag([1, "1", 1, NaN, NaN, key, {}, "constructor", "__proto__", undefined, null]);
  assert.deepEqual([mixed.count(1), mixed.count("1"), mixed.count(NaN), mixed.count(key), mixed.count({})], [2, 1, 2, 1, 0]);
  assert.deepEqual([mixed.count("constructor"), mixed.count("__proto__"), mixed.count("toString"), mixed.distinct], [1, 1, 0, 9]);
  assert.equal(mixed.remove(undefined), 1);
  // against a list
  let seed = 5;
  const next = (n) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
  const random = new Bag();
  const counts = new Map();
  for (let i = 0; i < 2000; i++) {
    const [item, n] = [next(9), next(4)];
    if (next(2)) {
      random.add(item, n);
      if (n) counts.set(item, (counts.get(item) ?? 0) + n);
    } else {
      const have = counts.get(item) ?? 0;
      assert.equal(random.remove(item, n), Math.min(have, n));
      if (have - n > 0) counts.set(item, have - n);
      else counts.delete(item);
    }
    assert.equal(random.size, [...counts.values()].reduce((a, b) => a + b, 0));
    assert.deepEqual([...random], [...counts].flatMap(([k, c]) => Array(c).fill(k)));
  }
}
