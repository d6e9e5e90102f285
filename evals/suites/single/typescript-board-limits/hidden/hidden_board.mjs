import assert from "node:assert/strict";
import { BoardError, EMPTY, agenda, cardsIn, columnOfCard, reduce, search, summarize, toMarkdown } from "./.judge/src/board.js";

const freeze = (value) => { if (value && typeof value === "object" && !Object.isFrozen(value)) { Object.freeze(value); Object.values(value).forEach(freeze); } return value; };
const run = (board, ...actions) => actions.reduce((b, a) => freeze(reduce(b, a, 5)), freeze(board));
const add = (column, id, more = {}) => ({ type: "card added", column, card: { id, title: `Card ${id}`, ...more } });
const move = (card, to, index = 0) => ({ type: "card moved", card, to, index });
const limit = (column, n) => ({ type: "column limited", column, limit: n });
const remove = (column, moveTo) => (moveTo === undefined ? { type: "column removed", column } : { type: "column removed", column, moveTo });
const fails = (code, board, action) => assert.throws(() => reduce(board, action), (e) => e instanceof BoardError && e.code === code, `${code}: ${JSON.stringify(action)}`);
const ids = (board, column) => cardsIn(board, column).map((c) => c.id).join("");

export default function check() {
  const start = run(EMPTY, { type: "column added", column: "todo", title: "To do" }, { type: "column added", column: "doing", title: "Doing" },
    { type: "column added", column: "done", title: "Done" }, add("todo", "a", { labels: ["x"] }), add("todo", "b"), add("doing", "c", { priority: "high" }));
  assert.equal("limit" in start.columns[0], false);
  const two = run(start, limit("doing", 2));
  assert.deepEqual(two.columns[1], { id: "doing", title: "Doing", cards: ["c"], limit: 2 });
  assert.deepEqual(two.history.at(-1), { at: 5, what: "column limited" });
  const full = run(two, move("a", "doing"));
  assert.equal(ids(full, "doing"), "ac");
  fails("full", full, move("b", "doing"));
  fails("full", full, add("doing", "d"));
  assert.equal(ids(run(full, move("a", "doing", 1)), "doing"), "ca");
  assert.equal(ids(run(full, move("a", "todo", 9)), "todo"), "ba");
  const below = run(full, limit("doing", 1));
  assert.equal(ids(run(below, move("c", "doing", 0)), "doing"), "ca");
  fails("full", run(below, move("a", "todo")), move("a", "doing"));
  const free = run(full, limit("doing", null), move("b", "doing", 9));
  assert.equal(ids(free, "doing"), "acb");
  assert.equal("limit" in free.columns[1], false);
  for (const n of [0, -1, 1.5, NaN, Infinity]) fails("limit", start, limit("doing", n));
  fails("no column", start, limit("nowhere", 2));
  assert.equal(run(full, { type: "column renamed", column: "doing", title: "Now" }).columns[1].limit, 2);

  fails("not empty", start, remove("todo"));
  fails("no column", start, remove("nowhere"));
  fails("no column", start, remove("todo", "nowhere"));
  fails("no column", start, remove("todo", "todo"));
  fails("no column", start, remove("done", "done"));
  const gone = run(start, remove("done"));
  assert.deepEqual(gone.columns.map((c) => c.id), ["todo", "doing"]);
  const merged = run(start, remove("todo", "doing"));
  assert.equal(ids(merged, "doing"), "cab");
  assert.deepEqual(merged.columns.map((c) => c.id), ["doing", "done"]);
  assert.deepEqual(Object.keys(merged.cards).sort(), ["a", "b", "c"]);
  assert.deepEqual(merged.labels, ["x"]);
  assert.equal(columnOfCard(merged, "a").id, "doing");
  fails("full", two, remove("todo", "doing"));
  assert.equal(ids(run(start, limit("doing", 3), remove("todo", "doing")), "doing"), "cab");
  fails("full", run(start, limit("doing", 1)), remove("todo", "doing"));
  assert.equal(run(start, limit("done", 1), remove("done", "todo")).columns.length, 2);

  assert.equal(toMarkdown(full), "## To do\n\n- [ ] Card b\n\n## Doing (2/2)\n\n- [ ] Card a #x\n- [ ] Card c\n\n## Done\n\n(empty)\n");
  assert.match(toMarkdown(run(start, limit("done", 4))), /## Done \(0\/4\)\n\n\(empty\)/);
  assert.deepEqual(summarize(full), { cards: 3, done: 0, byColumn: { todo: 1, doing: 2, done: 0 } });
  assert.deepEqual(agenda(full).map((c) => c.id), ["c", "a", "b"]);
  assert.deepEqual(search(full, { label: "x" }).map((c) => c.id), ["a"]);
  const same = run(start, { type: "label added", card: "a", label: "X" });
  assert.equal(same, start);
}
