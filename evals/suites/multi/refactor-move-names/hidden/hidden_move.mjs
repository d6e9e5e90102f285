import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import * as helpers from "./src/helpers.js";
import * as index from "./src/index.js";
import * as names from "./src/names.js";

export default function check() {
  for (const name of ["pageName", "freeName"]) {
    assert.equal(typeof names[name], "function", name);
    assert.ok(!(name in helpers), `helpers.js still has ${name}`);
  }
  for (const name of ["stripTags", "readingTime", "byTitle"]) {
    assert.equal(typeof helpers[name], "function", name);
    assert.ok(!(name in names), `names.js should not have ${name}`);
  }
  assert.deepEqual(Object.keys(index).sort(), ["Articles", "description", "pageName", "readingTime", "resolveLinks"]);
  assert.equal(index.pageName, names.pageName);
  const source = Object.fromEntries(readdirSync("src").map((f) => [f, readFileSync(`src/${f}`, "utf8")]));
  const all = Object.values(source).join("\n");
  for (const once of [/function plainLetters\b|plainLetters\s*=/g, /UMLAUTS\s*=/g, /(function|const) pageName\b/g, /(function|const) freeName\b/g]) {
    assert.equal((all.match(once) ?? []).length, 1, String(once));
  }
  assert.match(source["names.js"], /UMLAUTS\s*=/);
  assert.doesNotMatch(source["helpers.js"], /pageName|freeName|UMLAUTS/);
  assert.match(source["names.js"], /"Über uns!" -> "ueber-uns"/);

  assert.equal(names.pageName("  Crème brûlée & Straße "), "creme-brulee-strasse");
  assert.equal(names.pageName("!!!"), "page");
  assert.equal(names.freeName("A b", new Set(["a-b", "a-b-2", "a-b-3"])), "a-b-4");
  const articles = new index.Articles();
  assert.deepEqual(["Zoo", "Zoo", "éclair", "Dach"].map((t) => articles.add(t, "<b>x</b>")), ["zoo", "zoo-2", "eclair", "dach"]);
  assert.deepEqual(articles.index(), ["Dach (1 min)", "éclair (1 min)", "Zoo (1 min)", "Zoo (1 min)"]);
  assert.equal(index.resolveLinks("[[Ü]] [[b c]]"), '<a href="/ue">Ü</a> <a href="/b-c">b c</a>');
  assert.equal(index.description(`<p>${"abcde ".repeat(20)}</p>`).length, 60);
  assert.match(execFileSync(process.execPath, ["test/run.js"], { encoding: "utf8" }), /ok/);
}
