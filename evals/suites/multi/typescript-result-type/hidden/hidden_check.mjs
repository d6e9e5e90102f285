import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { cheapest, err, mapResult, ok, parseDish, parseMenu, report } from "./.judge/src/index.js";

export default function check() {
  assert.deepEqual(ok(5), { ok: true, value: 5 });
  assert.deepEqual(err("e"), { ok: false, error: "e" });
  assert.deepEqual(mapResult(ok(5), (n) => n * 2), { ok: true, value: 10 });
  assert.deepEqual(mapResult(err("e"), () => assert.fail("called")), { ok: false, error: "e" });
  assert.deepEqual(mapResult(ok(0), (n) => n), { ok: true, value: 0 });

  assert.deepEqual(parseDish(" Soup | 4.5 | vegan, hot ,"), ok({ name: "Soup", price: 450, tags: ["vegan", "hot"] }));
  assert.deepEqual(parseDish("Tea|2"), ok({ name: "Tea", price: 200, tags: [] }));
  for (const [line, message] of [["Soup", "expected NAME | PRICE | TAGS"], ["a|1|b|c", "expected NAME | PRICE | TAGS"], ["|1", "the name is empty"], ["a|x", "not a price: x"], ["a|-1", "not a price: -1"], ["a|", "not a price: "]]) {
    assert.deepEqual(parseDish(line), err(message));
  }

  assert.deepEqual(parseMenu("\n Lunch \n\nTea | 2\n"), ok({ title: "Lunch", dishes: [{ name: "Tea", price: 200, tags: [] }] }));
  assert.deepEqual(parseMenu("Lunch"), ok({ title: "Lunch", dishes: [] }));
  for (const empty of ["", " \n\n "]) assert.deepEqual(parseMenu(empty), err([{ line: 1, message: "the menu is empty" }]));
  const broken = "\nLunch\nTea | 2\n\nSoup\n| 3\nPie | many\nCake | 3";
  assert.deepEqual(parseMenu(broken), err([
    { line: 5, message: "expected NAME | PRICE | TAGS" }, { line: 6, message: "the name is empty" }, { line: 7, message: "not a price: many" },
  ]));
  assert.equal(report(broken), "Error in line 5: expected NAME | PRICE | TAGS\nError in line 6: the name is empty\nError in line 7: not a price: many");
  assert.equal(report(""), "Error in line 1: the menu is empty");
  assert.equal(report("Lunch\nTea | 2 | hot\nPie|3.25"), "Lunch\n- Tea, 2.00 EUR\n- Pie, 3.25 EUR");
  assert.equal(cheapest("M\nA | 3 | x\nB | 2 | x\nC | 1 | y", "x"), "B");
  assert.equal(cheapest("M\nA | 3 | x", "z"), undefined);
  assert.equal(cheapest("M\nA | 3 | x\nrubbish", "x"), undefined);
  const code = readdirSync("src").map((f) => readFileSync(`src/${f}`, "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "")).join("\n");
  assert.doesNotMatch(code, /\bthrow\b|\btry\b|\bcatch\b/);
}
