import assert from "node:assert/strict";
import { ofMonth, totalOf } from "./.judge/src/month.js";

export default function check() {
  const bookings = [
    { day: "2024-05-01", category: "rent", cents: 60000 }, { day: "2024-05-02", category: "food", cents: 1250 },
    { day: "2024-05-09", category: "food", cents: 399 }, { day: "2024-06-01", category: "rent", cents: 60000 },
  ];
  assert.equal(totalOf(bookings, "food"), 1649);
  assert.equal(totalOf(bookings, "rent"), 120000);
  assert.equal(totalOf(bookings, "fun"), 0);
  assert.equal(totalOf([], "food"), 0);
  assert.equal(ofMonth(bookings, "2024-05").length, 3);
}
