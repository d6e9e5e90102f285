import assert from "node:assert/strict";
import { createRequire } from "node:module";

export default function check() {
  const { timeAgo, sameDay } = createRequire(import.meta.url)("./time-ago.js");
  const now = new Date("2024-03-10T12:00:00Z");
  const minute = 60000;
  const cases = [
    [1, "1 minute ago"], [2, "2 minutes ago"], [11, "11 minutes ago"], [59, "59 minutes ago"], [60, "1 hour ago"], [90, "1 hour ago"],
    [120, "2 hours ago"], [23 * 60, "23 hours ago"], [24 * 60, "1 day ago"], [48 * 60, "2 days ago"], [101 * 24 * 60, "101 days ago"],
  ];
  for (const [minutes, wanted] of cases) {
    assert.equal(timeAgo(new Date(now.getTime() - minutes * minute), now), wanted, `${minutes} minutes`);
  }
  assert.equal(sameDay(new Date("2024-01-01T00:00:00Z"), new Date("2024-01-01T23:59:59Z")), true);
  assert.equal(sameDay(new Date("2024-01-01T00:00:00Z"), new Date("2024-01-02T00:00:00Z")), false);
}
