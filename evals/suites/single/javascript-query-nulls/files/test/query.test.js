import test from "node:test";
import assert from "node:assert/strict";
import { buildQuery, parseQuery, withQuery } from "../src/query.js";

test("builds a query", () => {
  assert.equal(buildQuery({ q: "blue shoes", page: 2 }), "q=blue+shoes&page=2");
  assert.equal(buildQuery(), "");
});

test("parses a query", () => {
  assert.deepEqual(parseQuery("?q=blue+shoes&page=2"), { q: "blue shoes", page: "2" });
});

test("appends to a url", () => {
  assert.equal(withQuery("/items", { a: 1 }), "/items?a=1");
  assert.equal(withQuery("/items?x=1", { a: 1 }), "/items?x=1&a=1");
  assert.equal(withQuery("/items", {}), "/items");
});
