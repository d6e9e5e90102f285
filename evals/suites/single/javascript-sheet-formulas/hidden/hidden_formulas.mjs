import assert from "node:assert/strict";
import { evaluate } from "./formulas.mjs";

const one = (formula, cells = {}) => evaluate({ ...cells, Z9: formula }).Z9;

export default function check() {
  const start = { A1: 3, A2: "=A1*2", B1: "=SUM(A1:A2)+1", C1: "hello" };
  const copy = structuredClone(start);
  assert.deepEqual(evaluate(start), { A1: 3, A2: 6, B1: 10, C1: "hello" });
  assert.deepEqual(start, copy, "the cells were changed");
  assert.deepEqual(evaluate({}), {});
  const sums = {
    "=1+2*3": 7, "=(1+2)*3": 9, "=2-3-4": -5, "=12/3/2": 2, "= 1.5 * 4 ": 6, "=-3+5": 2, "=-(1+2)": -3, "=2*-3": -6, "=10": 10,
    "=SUM(1,2,3)": 6, "=SUM()": 0, "=MIN(4, 2, 8)": 2, "=max(1+1, 1)": 2, "=COUNT(1,2)": 2, "=2*SUM(1,MAX(2,3))": 8,
    "=((2))": 2, "=1-(2-3)": 2, "=2+3*4-6/2": 11,
  };
  for (const [formula, wanted] of Object.entries(sums)) assert.equal(one(formula), wanted, formula);
  const cells = { A1: 1, A2: 2, A3: "", B1: "text", B2: 4, B3: "=A2*10", AA10: 7 };
  const uses = {
    "=a1+A2": 3, "=A3+1": 1, "=Q5*3": 0, "=SUM(A1:B3)": 27, "=sum(a1:a3, 100)": 103, "=COUNT(A1:B3)": 4, "=MIN(B1:B1)": 0,
    "=MAX(A1:A3)": 2, "=MIN(Q1:Q9)": 0, "=COUNT(Q1:Q9)": 0, "=AA10+1": 8, "=SUM(B3:A1)": 27, "=-A2": -2, "=MIN(A1:A3)": 1,
  };
  for (const [formula, wanted] of Object.entries(uses)) assert.equal(one(formula, cells), wanted, formula);
  assert.equal(one("=B1+1", cells), "#VALUE");
  assert.equal(one("=-B1", cells), "#VALUE");
  assert.equal(one("=1/0"), "#DIV");
  assert.equal(one("=1/Q1"), "#DIV");
  for (const bad of ["=", "=1+", "=(1", "=1)", "=FOO(1)", "=A1:A2", "=1 2", "=*3", "=SUM(1,", "=SUM(1 2)", "=$", "=SUM", "=1..2", "=A1+A1:A2"]) {
    assert.equal(one(bad, { A1: 1 }), "#SYNTAX", bad);
  }
  assert.deepEqual(evaluate({ A1: "=A2", A2: "=A3+1", A3: "=A1", B1: "=A1+1", C1: 5, C2: "=C1" }),
    { A1: "#CYCLE", A2: "#CYCLE", A3: "#CYCLE", B1: "#CYCLE", C1: 5, C2: 5 });
  assert.equal(evaluate({ A1: "=A1" }).A1, "#CYCLE");
  assert.equal(evaluate({ A1: "=SUM(A1:A3)", A2: 1 }).A1, "#CYCLE");
  assert.deepEqual(evaluate({ B1: "=B2+1", B2: "=1/0", B3: "=SUM(B1:B2)", B4: "=SUM(B5:B6)", B6: 1 }), { B1: "#DIV", B2: "#DIV", B3: "#DIV", B4: 1, B6: 1 });
  assert.equal(evaluate({ A1: "=1+", A2: "=A1*2" }).A2, "#SYNTAX");
  const chain = { A1: 1 };
  for (let i = 2; i <= 300; i++) chain[`A${i}`] = `=A${i - 1}+1`;
  assert.equal(evaluate(chain).A300, 300);
  const wide = { A1: 1, B1: 1 };
  for (let i = 2; i <= 40; i++) { wide[`A${i}`] = `=A${i - 1}+B${i - 1}`; wide[`B${i}`] = `=A${i - 1}+B${i - 1}`; }
  assert.equal(evaluate(wide).A40, 2 ** 39);
  let seed = 5;
  const next = (n) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
  const grow = (depth) => (depth ? `${next(2) ? "(" + grow(depth - 1) + ")" : grow(depth - 1)}${"+-*"[next(3)]}${grow(depth - 1)}` : String(1 + next(9)));
  for (let i = 0; i < 100; i++) { const text = grow(1 + next(3)); assert.equal(one(`=${text}`), Function(`return ${text}`)(), text); }
}
