import assert from "node:assert/strict";
import { createRequire } from "node:module";

export default function check() {
  const club = createRequire(import.meta.url)("./club.js");
  const { annualFee, familyFee } = club;
  const adult = (joined) => ({ name: "Ada Low", born: "1980-05-05", joined, left: null });
  const child = (joined) => ({ name: "Bo Low", born: "2015-05-05", joined, left: null });
  // half the fee from July on
  for (const joined of ["2025-07-01", "2025-08-03", "2025-12-31", "2025-10-07"]) assert.equal(annualFee(adult(joined), 2025), 9000, joined);
  for (const joined of ["2025-01-01", "2025-02-20", "2025-06-30", "2025-05-07"]) assert.equal(annualFee(adult(joined), 2025), 18000, joined);
  assert.equal(annualFee(child("2025-09-09"), 2025), 3600);
  assert.equal(annualFee(adult("2024-09-09"), 2025), 18000);
  assert.equal(annualFee(adult("2026-01-09"), 2025), 0);
  // families
  assert.equal(familyFee([adult("2020-01-01"), child("2020-01-01")], 2025), 25200);
  assert.equal(familyFee([adult("2020-01-01")], 2025), 18000);
  assert.equal(familyFee([adult("2020-01-01"), adult("2020-01-01")], 2025), 30000);
  assert.equal(familyFee([adult("2020-01-01"), child("2020-01-01"), child("2020-01-01"), child("2020-01-01")], 2025), 30000);
  // in bills
  const members = new club.Members();
  members.join({ name: "Ada Low", born: "1980-05-05", joined: "2020-01-01", family: "Low" });
  members.join({ name: "Bo Low", born: "2015-05-05", joined: "2020-01-01", family: "Low" });
  members.join({ name: "Cy Abt", born: "1990-05-05", joined: "2025-08-03" });
  assert.deepEqual(club.bills(members, 2025), [
    { to: "Cy Abt", cents: 9000, members: [3] },
    { to: "Ada Low", cents: 25200, members: [1, 2] },
  ]);
  // as before
  assert.equal(club.longDay("2025-05-06"), "Tuesday, 6 May 2025");
  assert.equal(club.kindOf(adult("2020-01-01"), 2025), "adult");
  assert.deepEqual(club.draw(["a", "b", "c"]), [["a", null], ["b", "c"]]);
  assert.equal(club.message("taken", "de", { court: 3 }), "Platz 3 ist belegt");
  assert.equal(club.winner("6:4 3:6 7:5"), 1);
  const bookings = new club.Bookings();
  bookings.book({ member: 1, court: 1, day: "2025-06-02", from: 600, to: 660, today: "2025-06-01" });
  assert.deepEqual(bookings.free(1, "2025-06-02"), [[420, 600], [660, 1320]]);
  assert.equal(new club.Keys(5).freeLockers(), "1-5");
  assert.equal(club.LEAGUE.length, 304);
}
