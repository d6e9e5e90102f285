import assert from "node:assert/strict";
import { parsePort } from "./.judge/src/port.js";

export default function check() {
  for (const port of [1, 80, 443, 8080, 65535]) assert.equal(parsePort(String(port)), port);
  for (const text of ["", "0", "65536", "70000", "-1", "80.5", "abc", "80a", "a80"]) assert.equal(parsePort(text), null, JSON.stringify(text));
}
