import assert from "node:assert/strict";
import { createRequire } from "node:module";

export default function check() {
  const { take, unique, chunk, groupBy, sumBy } = createRequire(import.meta.url)("./lists.js");
  assert.deepEqual(take([1, 2, 3], 2), [1, 2]);
  assert.deepEqual(unique([1, 1, 2]), [1, 2]);
  assert.deepEqual(chunk([1, 2, 3], 2), [[1, 2], [3]]);
  const orders = [{ who: "ann", eur: 5 }, { who: "bob", eur: 7 }, { who: "ann" }, { who: "cy", eur: 0 }];
  const plain = (o) => JSON.parse(JSON.stringify(o));
  assert.deepEqual(plain(groupBy(orders, "who")), {
    ann: [orders[0], orders[2]], bob: [orders[1]], cy: [orders[3]],
  });
  assert.deepEqual(plain(groupBy([1, 2, 3, 4], (n) => (n % 2 ? "odd" : "even"))), { odd: [1, 3], even: [2, 4] });
  assert.deepEqual(plain(groupBy([], "x")), {});
  assert.equal(sumBy(orders, "eur"), 12);
  assert.equal(sumBy(orders, (o) => (o.eur || 0) * 2), 24);
  assert.equal(sumBy([], "eur"), 0);
  assert.equal(sumBy([{ a: null }, { a: 2 }], "a"), 2);
  assert.equal(sumBy([1, 2], () => undefined), 0);
}
