import assert from "node:assert/strict";
import { createRequire } from "node:module";

export default function check() {
  const { parseCsv } = createRequire(import.meta.url)("./csv.js");
  const cases = [
    ["", []], ["a,b", [["a", "b"]]], ["a,b\n", [["a", "b"]]], ["a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]],
    ['"a,b",c', [["a,b", "c"]]], ['"say ""hi""",x', [['say "hi"', "x"]]], ['"two\nlines",x\ny,z', [["two\nlines", "x"], ["y", "z"]]],
    [",", [["", ""]]], ["a,,b", [["a", "", "b"]]], ['"",""', [["", ""]]], ["a\n\nb", [["a"], [""], ["b"]]], ['""', [[""]]],
    [" a , b ", [[" a ", " b "]]],
  ];
  for (const [text, rows] of cases) assert.deepEqual(parseCsv(text), rows, JSON.stringify(text));
  assert.deepEqual(parseCsv('a;"b;c"\n1;2', ";"), [["a", "b;c"], ["1", "2"]]);
  let seed = 7;
  const next = (n) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
  for (let i = 0; i < 300; i++) {
    const rows = Array.from({ length: 1 + next(4) }, () => Array.from({ length: 1 + next(3) }, () =>
      Array.from({ length: next(5) }, () => 'ab," \n;'[next(7)]).join("")));
    const text = rows.map((r) => r.map((f) => `"${f.replaceAll('"', '""')}"`).join(",")).join("\n");
    assert.deepEqual(parseCsv(text), rows);
  }
}
