import assert from "node:assert/strict";
import { parsePort } from "./.judge/src/port.js";

export default function check() {
  for (const [text, value] of [["80", 80], [" 443 ", 443], ["1", 1], ["65535", 65535], ["0080", 80], ["\t8080\n", 8080]]) {
    assert.deepEqual(parsePort(text), { ok: true, value }, text);
  }
  for (const text of ["", " ", "0", "65536", "+80", "-1", "8e1", "0x50", "80.0", "80a", "8 0", "abc", "99999999999999999999", "1_0", "٨٠", "NaN"]) {
    assert.deepEqual(parsePort(text), { ok: false, error: `not a port: "${text}"` }, JSON.stringify(text));
  }
}
