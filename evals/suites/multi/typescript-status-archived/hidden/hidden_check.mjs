import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { counts, render } from "./.judge/src/board.js";
import { icon, LABELS } from "./.judge/src/labels.js";
import { STATUSES } from "./.judge/src/model.js";
import { move, MoveError } from "./.judge/src/moves.js";

export default function check() {
  assert.deepEqual(LABELS, { open: "To do", active: "In progress", done: "Finished", archived: "Archived" });
  assert.deepEqual(["open", "active", "done", "archived"].map(icon), ["○", "◐", "●", "▫"]);
  assert.deepEqual(STATUSES.slice(0, 3), ["open", "active", "done"]);
  const all = ["open", "active", "done", "archived"];
  const allowed = new Set(["open>active", "active>open", "active>done", "done>active", "done>archived", "archived>open"]);
  for (const from of all) {
    for (const to of all) {
      const issue = { id: 1, title: "t", status: from, changed: 5 };
      if (allowed.has(`${from}>${to}`)) assert.deepEqual(move(issue, to, 9), { id: 1, title: "t", status: to, changed: 9 });
      else assert.throws(() => move(issue, to, 9), MoveError, `${from} -> ${to}`);
      assert.equal(issue.status, from);
    }
  }
  const issues = ["done", "archived", "open", "archived"].map((status, n) => ({ id: n + 1, title: `T${n + 1}`, status, changed: 0 }));
  assert.deepEqual(counts(issues), { open: 1, active: 0, done: 1, archived: 2 });
  assert.deepEqual(counts([]), { open: 0, active: 0, done: 0, archived: 0 });
  const three = "To do (1)\n○ #3 T3\n\nIn progress (0)\n\nFinished (1)\n● #1 T1";
  assert.equal(render(issues), three);
  assert.equal(render(issues, {}), three);
  assert.equal(render(issues, { archived: false }), three);
  assert.equal(render(issues, { archived: true }), `${three}\n\nArchived (2)\n▫ #2 T2\n▫ #4 T4`);
  assert.equal(render([], { archived: true }).split("\n\n").length, 4);
  const code = readdirSync("src").map((f) => readFileSync(`src/${f}`, "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "")).join("\n");
  assert.doesNotMatch(code, /\bas\s+(?!const\b)[A-Za-z{]|\bany\b|@ts-/);
}
