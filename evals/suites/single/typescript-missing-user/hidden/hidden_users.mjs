import assert from "node:assert/strict";
import { addUser, displayName, emailDomain, findUser } from "./.judge/src/users.js";

export default function check() {
  assert.equal(displayName(1), "unknown");
  const ann = addUser(" Ann ", "ann@example.com");
  const bob = addUser("Bob");
  assert.deepEqual([displayName(1), displayName(2), displayName(3)], ["Ann", "Bob", "unknown"]);
  assert.deepEqual([findUser(1), findUser(3)], [ann, undefined]);
  assert.deepEqual([emailDomain(ann), emailDomain(bob)], ["example.com", null]);
}
