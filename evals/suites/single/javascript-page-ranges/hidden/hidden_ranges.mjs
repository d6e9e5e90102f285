import assert from "node:assert/strict";
import { formatRanges } from "./ranges.mjs";

export default function check() {
  const cases = [
    [[], ""], [[4], "4"], [[1, 2, 3, 5, 8, 9], "1-3, 5, 8-9"], [[9, 8, 5, 3, 2, 1], "1-3, 5, 8-9"], [[2, 2, 2], "2"],
    [[10, 9, 2, 1], "1-2, 9-10"], [[100, 20, 3], "3, 20, 100"], [[0, 1], "0-1"],
  ];
  for (const [pages, wanted] of cases) {
    const before = [...pages];
    assert.equal(formatRanges(pages), wanted, JSON.stringify(pages));
    assert.deepEqual(pages, before, "the array was changed");
  }
  let seed = 11;
  const next = (n) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
  for (let i = 0; i < 300; i++) {
    const pages = Array.from({ length: next(12) }, () => next(25));
    const said = formatRanges(pages);
    const back = said ? said.split(", ").flatMap((part) => {
      const [a, b = a] = part.split("-").map(Number);
      return Array.from({ length: b - a + 1 }, (_, k) => a + k);
    }) : [];
    const wanted = [...new Set(pages)].sort((a, b) => a - b);
    assert.deepEqual(back, wanted);
    assert.equal((said.match(/,/g) ?? []).length + (said ? 1 : 0), wanted.filter((n) => !wanted.includes(n - 1)).length);
  }
}
