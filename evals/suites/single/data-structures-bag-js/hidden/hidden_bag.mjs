import assert from "node:assert/strict";
import { Bag } from "./bag.js";

export default function check() {
  const bag = new Bag();
  assert.deepEqual([bag.size, bag.count("a")], [0, 0]);
  for (const word of ["a", "b", "a", "c", "a"]) bag.add(word);
  assert.deepEqual([bag.count("a"), bag.count("b"), bag.count("c"), bag.count("d")], [3, 1, 1, 0]);
  assert.equal(bag.size, 5);
  const other = new Bag();
  other.add("a");
  assert.deepEqual([other.size, other.count("a"), bag.size, bag.count("a")], [1, 1, 5, 3]);
}
