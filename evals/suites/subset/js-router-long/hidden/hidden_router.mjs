import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";

export default function check() {
  const { Router, RouteError, build, compile } = createRequire(import.meta.url)("./router.js");
  assert.match(execFileSync(process.execPath, ["test.js"], { encoding: "utf8" }), /ok/);
  const router = new Router();
  router.get("/posts/:year/:month?", (r) => ({ ...r.params }), { name: "posts" });
  router.get("/shop/:item?", (r) => Object.keys(r.params).length);
  assert.deepEqual(router.handle("GET", "/posts/2024/05"), { year: "2024", month: "05" });
  assert.deepEqual(router.handle("GET", "/posts/2024"), { year: "2024" });
  assert.ok(!("month" in router.handle("GET", "/posts/2024/")));
  assert.throws(() => router.handle("GET", "/posts"), /nothing at/);
  assert.throws(() => router.handle("GET", "/posts/1/2/3"), /nothing at/);
  assert.equal(router.handle("GET", "/shop"), 0);
  assert.equal(router.handle("GET", "/shop/a%20b"), 1);
  assert.equal(router.url("posts", { year: 2024 }), "/posts/2024");
  assert.equal(router.url("posts", { year: 2024, month: 5 }, { x: 1 }), "/posts/2024/5?x=1");
  assert.equal(build("/a/:b?"), "/a");
  assert.equal(build("/a/:b?", { b: "ü" }), "/a/%C3%BC");
  assert.throws(() => build("/posts/:year/:month?", { month: 5 }), RouteError);
  assert.throws(() => compile("/a/:b?/c"), RouteError);
  assert.throws(() => compile("/a/:b?/:c?"), RouteError);
  assert.throws(() => compile("/:a/:a?"), RouteError);
  const other = new Router().get("/:id?", (r) => r.params.id ?? "all");
  assert.equal(new Router().mount("/things", other).handle("GET", "/things"), "all");
}
