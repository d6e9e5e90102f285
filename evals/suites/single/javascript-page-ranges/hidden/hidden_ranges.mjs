import assert from "node:assert/strict";
import { formatRanges } from "./ranges.mjs";

export default function check() {
  const cases = [
    [[], ""], [[4], "4"], [[1, 2, 3, 5, 8, 9], "1-3, 5, 8-9"], [[9, 8, 5, 3, 2, 1], "1-3, 5, 8-9"], [[2, 2, 2], "2"],
    [[10, 9, 2, 1], "1-2, 9-10"], [[100, 20, 3], "3, 20, 100"], [[1, 2], "1-2"], [[5, 6, 7, 8], "5-8"], [[3, 1, 2, 3, 5], "1-3, 5"],
    [[11, 12, 14, 16, 17, 18], "11-12, 14, 16-18"],
  ];
  for (const [pages, wanted] of cases) assert.equal(formatRanges([...pages]), wanted, JSON.stringify(pages));
}
