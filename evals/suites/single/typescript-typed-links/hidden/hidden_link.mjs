import assert from "node:assert/strict";
import { link } from "./.judge/src/link.js";

export default function check() {
  const cases = [
    [["/users/:id/posts/:post", { id: 7, post: "a b" }], "/users/7/posts/a%20b"], [["/about"], "/about"], [["/"], "/"],
    [["/files/:name?", {}], "/files"], [["/files/:name?"], "/files"], [["/files/:name?", { name: "x/y" }], "/files/x%2Fy"],
    [["/users/:id", { id: 7 }, { tab: "posts", page: 2 }], "/users/7?tab=posts&page=2"], [["/about", { sort: "up" }], "/about?sort=up"],
    [["/about", { sort: undefined }], "/about"], [["/files/:name?", {}, { q: "ä&b" }], "/files?q=%C3%A4%26b"], [["/files/:name?", { name: undefined }], "/files"],
    [["/a/:b/:c?", { b: 0 }], "/a/0"], [["/a/:b/:c?", { b: 1, c: 0 }, {}], "/a/1/0"], [["/:a/:ab", { a: "x", ab: "y" }], "/x/y"],
    [["/about", { a: 1, b: undefined, "c d": "e" }], "/about?a=1&c%20d=e"], [["/x/:v", { v: "$&" }], "/x/%24%26"],
  ];
  for (const [given, wanted] of cases) assert.equal(link(...given), wanted, JSON.stringify(given));
  assert.throws(() => link("/users/:id/posts/:post", { id: 7 }), /post/);
  assert.throws(() => link("/users/:id", {}), /id/);
  assert.throws(() => link("/users/:id"), (error) => error instanceof Error && /id/.test(error.message) && !/Cannot read/.test(error.message));
}
