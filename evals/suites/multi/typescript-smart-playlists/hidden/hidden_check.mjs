import assert from "node:assert/strict";
import { Library, LibraryError, matches, overview, playlistLines } from "./.judge/src/index.js";

const code = (wanted) => (error) => error instanceof LibraryError && error.code === wanted;

export default function check() {
  const track = { id: 1, title: "Night Train", artist: "The Cats", album: "Rails", length: 200, year: 1999, genres: ["Rock", "Live"] };
  const bare = { id: 2, title: "Ünder", artist: "x", length: 10, genres: [] };
  const on = (rule, facts = { track, plays: 3, rating: 4 }) => matches(rule, facts);
  for (const [rule, wanted] of [
    [{ field: "title", op: "is", value: "night train" }, true], [{ field: "title", op: "is", value: "night" }, false],
    [{ field: "title", op: "contains", value: "GHT t" }, true], [{ field: "artist", op: "contains", value: "dogs" }, false],
    [{ field: "album", op: "is", value: "rails" }, true], [{ field: "genre", op: "is", value: "rock" }, true], [{ field: "genre", op: "is", value: "roc" }, false],
    [{ field: "length", op: "is", value: 200 }, true], [{ field: "length", op: "less", value: 200 }, false], [{ field: "length", op: "less", value: 201 }, true],
    [{ field: "year", op: "more", value: 1999 }, false], [{ field: "year", op: "more", value: 1998 }, true], [{ field: "plays", op: "is", value: 3 }, true],
    [{ field: "rating", op: "more", value: 3 }, true], [{ field: "rating", op: "is", value: 5 }, false],
    [{ all: [] }, true], [{ any: [] }, false], [{ not: { all: [] } }, false],
    [{ all: [{ field: "genre", op: "is", value: "live" }, { not: { field: "year", op: "less", value: 1990 } }] }, true],
    [{ any: [{ field: "plays", op: "less", value: 1 }, { all: [{ field: "rating", op: "is", value: 4 }, { any: [{ all: [] }] }] }] }, true],
    [{ all: [{ all: [] }, { any: [] }] }, false],
  ]) assert.equal(on(rule), wanted, JSON.stringify(rule));
  const none = { track: bare, plays: 0 };
  for (const rule of [
    { field: "album", op: "contains", value: "" }, { field: "album", op: "is", value: "" }, { field: "album", op: "contains", value: "undefined" }, { field: "year", op: "less", value: 3000 }, { field: "rating", op: "less", value: 6 },
    { field: "rating", op: "is", value: 0 }, { field: "genre", op: "is", value: "" },
  ]) {
    assert.equal(on(rule, none), false, JSON.stringify(rule));
    assert.equal(on({ not: rule }, none), true);
  }
  assert.equal(on({ field: "plays", op: "less", value: 1 }, none), true);
  assert.equal(on({ field: "plays", op: "is", value: 0 }, none), true);
  assert.equal(on({ field: "title", op: "contains", value: "ÜND" }, none), true);

  let now = 0;
  const library = new Library(() => (now += 1));
  const heard = [];
  library.on("playlist", (name) => heard.push(name));
  library.add({ title: "B", artist: "Zed", length: 60, genres: ["rock"] });
  library.add({ title: "A", artist: "The Ants", length: 90, year: 1980, genres: ["rock", "pop"] });
  library.add({ title: "C", artist: "Mo", length: 30 });
  const rock = library.createSmart(" Rock ", { field: "genre", op: "is", value: "Rock" });
  assert.deepEqual({ name: rock.name, tracks: rock.tracks, rule: rock.rule }, { name: "Rock", tracks: [], rule: { field: "genre", op: "is", value: "Rock" } });
  assert.deepEqual(heard, ["Rock"]);
  library.createPlaylist("Mine");
  library.addTo("Mine", 3, 3);
  library.createSmart("Played", { field: "plays", op: "more", value: 0 });
  library.createSmart("Good", { field: "rating", op: "more", value: 3 });
  const titles = (name) => library.tracksOf(name).map((t) => t.title);
  assert.deepEqual([titles("Rock"), titles("Played"), titles("Mine"), titles("Good")], [["A", "B"], [], ["C", "C"], []]);
  assert.equal(library.lengthOf("Rock"), 150);
  assert.deepEqual(overview(library), ["Good* (0)", "Mine (2)", "Played* (0)", "Rock* (2)"]);
  assert.deepEqual(playlistLines(library, "Rock"), ["Rock [2:30]", "1. The Ants - A (1:30)", "2. Zed - B (1:00)"]);
  assert.equal(library.enqueuePlaylist("Rock"), 2);
  assert.equal(library.next().title, "A");
  assert.deepEqual(titles("Played"), ["A"]);
  library.rate(3, 5);
  assert.deepEqual(titles("Good"), ["C"]);
  library.change(3, { genres: ["Rock"] });
  assert.deepEqual(titles("Rock"), ["A", "C", "B"]);
  library.remove(1);
  assert.deepEqual(titles("Rock"), ["A", "C"]);

  for (const wrong of ["Rock", "Mine", " Rock"]) {
    assert.throws(() => library.createSmart(wrong, { all: [] }), code("duplicate"));
    assert.throws(() => library.createPlaylist(wrong), code("duplicate"));
  }
  assert.throws(() => library.createSmart("  ", { all: [] }), code("invalid"));
  assert.throws(() => library.addTo("Rock", 2), code("smart"));
  assert.throws(() => library.addTo("Rock"), code("smart"));
  assert.throws(() => library.moveIn("Rock", 0, 1), code("smart"));
  assert.throws(() => library.addTo("None", 2), code("unknown-playlist"));

  const data = JSON.parse(JSON.stringify(library));
  assert.deepEqual(data.playlists.find((p) => p.name === "Rock"), { name: "Rock", tracks: [], rule: { field: "genre", op: "is", value: "Rock" } });
  assert.deepEqual(data.playlists.find((p) => p.name === "Mine"), { name: "Mine", tracks: [3, 3] });
  const again = Library.fromJSON(data);
  data.playlists.find((p) => p.name === "Rock").rule.value = "jazz";
  assert.deepEqual(again.tracksOf("Rock").map((t) => t.title), ["A", "C"]);
  assert.deepEqual(overview(again), ["Good* (1)", "Mine (2)", "Played* (1)", "Rock* (2)"]);
  assert.throws(() => again.addTo("Rock", 2), code("smart"));
  again.addTo("Mine", 2);
  const old = Library.fromJSON({ version: 1, tracks: [track], playlists: [{ name: "Old", tracks: [1] }], plays: [], ratings: [] });
  assert.deepEqual(overview(old), ["Old (1)"]);
  old.addTo("Old", 1);
  old.deletePlaylist("Old");
  old.createSmart("Old", { all: [] });
  assert.deepEqual(overview(old), ["Old* (1)"]);
}
