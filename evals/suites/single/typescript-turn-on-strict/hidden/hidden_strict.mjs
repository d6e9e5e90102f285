import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Group } from "./.judge/src/groups.js";
import { addUser, displayName, emailDomain, findUser } from "./.judge/src/users.js";

export default function check() {
  assert.match(readFileSync("tsconfig.json", "utf8").replace(/\/\/.*/g, ""), /"strict"\s*:\s*true/);
  assert.doesNotMatch(readFileSync("tsconfig.json", "utf8"), /"(strict\w+|noImplicit\w+|strictNullChecks)"\s*:\s*false/);
  for (const file of ["src/users.ts", "src/groups.ts"]) {
    const text = readFileSync(file, "utf8");
    assert.doesNotMatch(text, /@ts-/);
    const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "").replace(/import[^;]*;/g, "");
    assert.doesNotMatch(code, /\bany\b|\bas\s+(?!const\b)\w|[\w)\]]!(?=[.;,)\]]|\s*:)/, file);
  }
  assert.deepEqual(addUser(" Ann ", "ann@example.com"), { id: 1, name: "Ann", email: "ann@example.com" });
  addUser("Bob");
  assert.equal(findUser(3), undefined);
  assert.deepEqual([displayName(1), displayName(9)], ["Ann", "unknown"]);
  assert.deepEqual([emailDomain(1), emailDomain(2), emailDomain(9)], ["example.com", null, null]);
  const group = new Group("Chess");
  assert.equal(group.summary(), "Chess: ");
  assert.deepEqual([group.add(2), group.add(7), group.add(1)], [true, false, true]);
  assert.deepEqual([group.nameOf(2), group.nameOf(7)], ["Bob", ""]);
  assert.equal(group.leader.name, "Bob");
  assert.equal(group.summary(), "Chess: Bob, Ann (led by Bob)");
}
