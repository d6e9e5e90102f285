import assert from "node:assert/strict";
import { buildQuery, decode, encode, parseQuery, withQuery } from "./src/query.js";

export default function check() {
  assert.equal(buildQuery({ q: "x", page: null }), "q=x");
  assert.equal(buildQuery({ a: null, b: undefined, c: 0, d: false, e: "" }), "c=0&d=false&e=");
  assert.equal(buildQuery({ a: undefined, q: "blue shoes", b: null, page: 2 }), "q=blue+shoes&page=2");
  assert.equal(buildQuery({ a: null }), "");
  assert.equal(buildQuery(), "");
  assert.equal(withQuery("/items", { a: null }), "/items");
  assert.equal(withQuery("/items?x=1", { a: 1, b: undefined }), "/items?x=1&a=1");
  assert.deepEqual(parseQuery("?q=blue+shoes&page=2"), { q: "blue shoes", page: "2" });
  assert.equal(decode(encode("a b+c&d")), "a b+c&d");
}
