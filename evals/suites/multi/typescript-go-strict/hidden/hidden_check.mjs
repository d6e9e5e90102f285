import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { climb, distance, Store, summary } from "./.judge/src/index.js";

export default function check() {
  const config = readFileSync("tsconfig.json", "utf8");
  const { compilerOptions } = JSON.parse(config.replace(/^\s*\/\/.*$/gm, "").replace(/,(\s*[}\]])/g, "$1"));
  assert.equal(compilerOptions.strict, true);
  for (const [name, value] of Object.entries(compilerOptions)) assert.ok(!(/^(strict|noImplicit|use)/.test(name) && value === false), name);
  assert.equal(compilerOptions.module, "nodenext");
  const point = (height) => (height === undefined ? { lat: 1, lon: 1 } : { lat: 1, lon: 1, height });
  for (const [heights, wanted] of [[[], 0], [[5], 0], [[0, 5, 3, 9], 11], [[undefined, 5, undefined, 8], 3], [[10, undefined, 4, undefined, 6], 2], [[undefined], 0], [[-3, 0, undefined, 2], 5]]) {
    assert.equal(climb(heights.map(point)), wanted, String(heights));
  }
  assert.ok(Math.abs(distance({ lat: 0, lon: 0 }, { lat: 0.01, lon: 0 }) - 1113.2) < 0.01);
  const store = new Store();
  store.add({ name: "a", points: [] });
  const heard = [];
  store.onAdd((trail) => heard.push(trail.name));
  assert.equal(store.longestNote(), undefined);
  store.add({ name: "b", points: [point(1), { lat: 1.01, lon: 1, height: 50.4 }], note: "steep" });
  store.add({ name: "c", points: [point()], note: "nice view" });
  store.add({ name: "d", points: [], note: "" });
  assert.deepEqual(heard, ["b", "c", "d"]);
  assert.equal(store.longestNote(), "nice view");
  assert.equal(store.get("zz"), undefined);
  assert.equal(store.get("a").name, "a");
  assert.equal(new Store([{ name: "q", points: [], note: "x" }]).get("q").note, "x");
  assert.equal(summary(store, "zz"), "zz: unknown");
  assert.equal(summary(store, "a"), "a: 0.0 km, 0 m up");
  assert.equal(summary(store, "b"), "b: 1.1 km, 49 m up (steep)");
  assert.equal(summary(store, "d"), "d: 0.0 km, 0 m up");
  const code = readdirSync("src").map((f) => readFileSync(`src/${f}`, "utf8")).join("\n");
  assert.doesNotMatch(code, /@ts-/);
  const bare = code.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "").replace(/`(?:\\.|[^`])*`/g, (t) => t.replace(/[^`${}()[\].\w]/g, " ")).replace(/"[^"\n]*"/g, '""');
  assert.doesNotMatch(bare, /\bany\b|\bas\s+(?!const\b)[A-Za-z{]|[\w)\]]!\s*(?:[.;,)\]]|$)/m);
}
