import assert from "node:assert/strict";
import { createRequire } from "node:module";

export default function check() {
  const { compile, render, namesIn, TemplateError } = createRequire(import.meta.url)("./template.js");
  const cases = [
    ["{{#if a}}A{{#if b}}B{{else}}C{{/if}}D{{/if}}", { a: true, b: false }, "ACD"],
    ["{{#if a}}{{#each list}}x{{else}}none{{/each}}{{else}}no a{{/if}}", { a: false, list: [] }, "no a"],
    ["{{#if a}}{{#each list}}x{{else}}none{{/each}}{{else}}no a{{/if}}", { a: 1, list: [] }, "none"],
    ["{{#if a}}1{{#if b}}2{{/if}}3{{else}}4{{#if b}}5{{else}}6{{/if}}7{{/if}}8", { a: 0, b: 0 }, "4678"],
    ["{{#if a}}1{{#if b}}2{{/if}}3{{else}}4{{#if b}}5{{else}}6{{/if}}7{{/if}}8", { a: 1, b: 0 }, "138"],
    ["{{#if a}}1{{#unless b}}2{{else}}3{{/unless}}{{/if}}{{#unless a}}4{{/unless}}", { a: 1, b: 1 }, "13"],
    ["{{#each rows}}[{{#each this}}{{this}}{{#unless @last}},{{/unless}}{{/each}}]{{/each}}", { rows: [[1, 2], [], [3]] }, "[1,2][][3]"],
    ["{{#each a}}{{#each b}}{{../x}}{{../../y}}{{z}} {{else}}-{{/each}}{{else}}+{{/each}}", { y: 9, a: [{ x: 1, b: [{ z: 5 }, { z: 6 }] }, { b: [] }] }, "195 196 -"],
    ["{{#each a}}{{#if this}}{{#if @first}}F{{else}}f{{/if}}{{else}}0{{/if}}{{/each}}", { a: [1, 1, 0] }, "Ff0"],
    ["{{#if a}}{{! if }}x{{/if}}", { a: 1 }, "x"],
    ["{{#if a}}{{else}}n{{/if}}{{#if a}}{{else}}m{{/if}}", {}, "nm"],
  ];
  for (const [text, data, right] of cases) {
    assert.equal(render(text, data), right, text);
  }
  const wrong = [
    ["{{#if a}}\n{{#each b}}\n{{/if}}\n{{/each}}", 2, 3], ["{{#if a}}x\n{{else}}y\n{{else}}z{{/if}}", 3],
    ["{{#each a}}{{#if b}}{{else}}{{/if}}\n{{else}}{{#if c}}{{/if}}\n\n{{else}}{{/each}}", 4], ["\n{{#if a}}{{#if b}}{{/if}}", 2],
    ["{{#if a}}{{/if}}\n{{/if}}", 2], ["\n\n{{else}}", 3], ["{{#if a}}\n{{#each b}}\n", 1, 2], ["{{#unless a}}\n{{/if}}", 1, 2],
  ];
  for (const [text, ...lines] of wrong) {
    assert.throws(() => compile(text), (error) => {
      assert.ok(error instanceof TemplateError, `${JSON.stringify(text)}: ${error}`);
      assert.ok(lines.includes(error.line), `${JSON.stringify(text)}: line ${error.line}`);
      return true;
    });
  }
  assert.deepEqual(namesIn("{{#if a}}{{#each l}}{{#if x}}{{y}}{{/if}}{{else}}{{e}}{{/each}}{{z}}{{else}}{{#if b}}{{c}}{{else}}{{d}}{{/if}}{{/if}}"),
    ["a", "b", "c", "d", "e", "l", "z"]);
  const partials = { p: "{{#if a}}{{#if b}}2{{else}}1{{/if}}{{else}}0{{/if}}" };
  assert.equal(render("{{> p}}{{#each l}}{{> p}}{{/each}}", { a: 1, l: [{ b: 1 }, { a: 0 }] }, { partials }), "120");
  // deep
  const depth = 300;
  const deep = "{{#if a}}(".repeat(depth) + "x" + "{{else}}y{{/if}}".repeat(depth);
  assert.equal(render(deep, { a: true }), "(".repeat(depth) + "x");
  assert.equal(render(deep, {}), "y");
  // trees of all kinds, rendered the plain way
  let seed = 4;
  const next = (n) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
  const make = (level) => Array.from({ length: next(4) }, () => {
    if (level === 0 || next(3) === 0) return { text: "abcdef"[next(6)] };
    return { kind: ["if", "unless", "each"][next(3)], name: "tfle"[next(4)], body: make(level - 1), other: next(2) ? make(level - 1) : null };
  });
  const write = (nodes) => nodes.map((n) => n.text ?? `{{#${n.kind} ${n.name}}}${write(n.body)}${n.other ? `{{else}}${write(n.other)}` : ""}{{/${n.kind}}}`).join("");
  const data = { t: 1, f: 0, l: [{}, {}], e: [] };
  const show = (nodes) => nodes.map((n) => {
    if (n.text) return n.text;
    const value = data[n.name];
    if (n.kind === "each") return Array.isArray(value) && value.length ? show(n.body).repeat(value.length) : show(n.other ?? []);
    const good = (Array.isArray(value) ? value.length > 0 : Boolean(value)) === (n.kind === "if");
    return show(good ? n.body : n.other ?? []);
  }).join("");
  for (let i = 0; i < 400; i++) {
    const nodes = make(4);
    assert.equal(render(write(nodes), data), show(nodes), write(nodes));
  }
}
