import assert from "node:assert/strict";
import { Settings } from "./.judge/src/settings.js";

export default function check() {
  const s = new Settings({ size: 14, theme: "light", wrap: false });
  assert.deepEqual([s.get("size"), s.get("theme"), s.get("wrap")], [14, "light", false]);
  const log = [];
  s.onChange("size", (value) => log.push(value));
  s.onChange("size", (value) => log.push(`second ${value}`));
  s.onChange("theme", (value) => log.push(value));
  assert.deepEqual(log, []);
  s.set("size", 15);
  assert.deepEqual(log.splice(0), [15, "second 15"]);
  s.set("theme", "dark");
  s.set("wrap", true);
  assert.deepEqual(log.splice(0), ["dark"]);
  s.set("size", 0);
  assert.deepEqual(log.splice(0), [0, "second 0"]);
  assert.deepEqual([s.get("size"), s.get("theme"), s.get("wrap")], [0, "dark", true]);
  const other = new Settings({ size: 1 });
  other.set("size", 2);
  assert.deepEqual([log, s.get("size"), other.get("size")], [[], 0, 2]);
}
