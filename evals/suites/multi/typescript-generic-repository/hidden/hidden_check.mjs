import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Appointments, Patients, Repository, Rooms } from "./.judge/src/index.js";

export default function check() {
  for (const Kind of [Patients, Appointments, Rooms]) {
    assert.ok(new Kind() instanceof Repository);
    for (const method of ["add", "get", "update", "remove", "all", "find"]) {
      assert.ok(!Object.hasOwn(Kind.prototype, method), `${Kind.name} has its own ${method}`);
    }
  }
  for (const file of ["patients", "appointments", "rooms"]) assert.doesNotMatch(readFileSync(`src/${file}.ts`, "utf8"), /new Map/);
  const patients = new Patients();
  const ann = patients.add({ name: "Ann Lee", born: "1990-01-01" });
  patients.add({ name: "Bo", born: "1980-01-01" });
  patients.add({ name: "Joanne", born: "1990-01-01" });
  assert.deepEqual(ann, { name: "Ann Lee", born: "1990-01-01", id: 1 });
  ann.name = "changed";
  patients.get(2).name = "changed";
  patients.all()[2].name = "changed";
  patients.find("id", 1)[0].name = "changed";
  assert.deepEqual(patients.all().map((p) => p.name), ["Ann Lee", "Bo", "Joanne"]);
  assert.deepEqual(patients.byName("ANN").map((p) => p.id), [1, 3]);
  assert.deepEqual(patients.find("born", "1990-01-01").map((p) => p.id), [1, 3]);
  assert.deepEqual(patients.find("name", "ann lee"), []);
  assert.equal(patients.update(2, { name: "Bob" }).name, "Bob");
  assert.throws(() => patients.update(9, {}), /no row 9/);
  assert.equal(patients.remove(3), true);
  assert.equal(patients.remove(3), false);
  assert.equal(patients.get(3), undefined);
  assert.equal(patients.add({ name: "Di", born: "" }).id, 4);
  const appointments = new Appointments();
  assert.equal(appointments.add({ patient: 1, start: "2025-03-02", minutes: 30 }).id, 1);
  appointments.add({ patient: 1, start: "2025-03-01", minutes: 20 });
  assert.deepEqual(appointments.ofPatient(1).map((a) => a.id), [2, 1]);
  assert.deepEqual(appointments.find("minutes", 20).map((a) => a.id), [2]);
  const rooms = new Rooms();
  for (const [name, beds] of [["a", 1], ["b", 3], ["c", 2], ["d", 3]]) rooms.add({ name, beds });
  assert.deepEqual(rooms.withBeds(2).map((r) => r.beds), [3, 3, 2]);
  assert.deepEqual(rooms.withBeds(9), []);
  assert.deepEqual(rooms.all().map((r) => r.name), ["a", "b", "c", "d"]);
}
