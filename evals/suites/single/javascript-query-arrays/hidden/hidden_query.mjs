import assert from "node:assert/strict";
import { buildQuery, decode, encode, parseQuery, withQuery } from "./src/query.js";

export default function check() {
  assert.equal(buildQuery({ tags: ["a", "b"] }), "tags=a&tags=b");
  assert.equal(buildQuery({ q: "x", tags: ["b c", "a&b"], page: 3 }), "q=x&tags=b+c&tags=a%26b&page=3");
  assert.equal(buildQuery({ a: null, b: undefined, c: 0, d: false, e: "" }), "c=0&d=false&e=");
  assert.equal(buildQuery({ a: [null, 1, undefined, 0, ""], b: [] }), "a=1&a=0&a=");
  assert.equal(buildQuery({ "x y": ["1"] }), "x+y=1");
  assert.equal(buildQuery(), "");
  assert.equal(buildQuery({ q: "blue shoes", page: 2 }), "q=blue+shoes&page=2");
  assert.equal(withQuery("/items", { a: null }), "/items");
  assert.equal(withQuery("/items?x=1", { a: [1, 2] }), "/items?x=1&a=1&a=2");
  assert.deepEqual(parseQuery("tags=a&tags=b"), { tags: ["a", "b"] });
  assert.deepEqual(parseQuery("?tags=a&x=1&tags=b&tags="), { tags: ["a", "b", ""], x: "1" });
  assert.deepEqual(parseQuery("a=1"), { a: "1" });
  assert.deepEqual(parseQuery("a=&b"), { a: "", b: "" });
  assert.deepEqual(parseQuery(""), {});
  assert.deepEqual(parseQuery("%3D+a=%26"), { "= a": "&" });
  assert.equal(decode(encode("a b+c&d")), "a b+c&d");
  const back = { one: "1", many: ["x", "y z", "&="], other: "ä" };
  assert.deepEqual(parseQuery(buildQuery(back)), back);
}
