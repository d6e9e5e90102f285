import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { translator } from "./src/i18n.js";
import { statusLine } from "./src/status.js";

export default function check() {
  const t = { en: translator("en"), de: translator("de"), pl: translator("pl") };
  const cases = {
    en: { files: { 0: "0 files", 1: "1 file", 2: "2 files", 1234: "1,234 files", 21: "21 files" },
      minutes: { 0: "0 minutes left", 1: "1 minute left", 5: "5 minutes left" },
      inbox: { 0: "No messages", 1: "1 message", 2: "2 messages" } },
    de: { files: { 0: "0 Dateien", 1: "1 Datei", 2: "2 Dateien", 1234: "1.234 Dateien" },
      minutes: { 1: "Noch 1 Minute", 2: "Noch 2 Minuten", 0: "Noch 0 Minuten" },
      inbox: { 0: "Keine Nachrichten", 1: "1 Nachricht", 7: "7 Nachrichten" } },
    pl: { files: { 0: "0 plików", 1: "1 plik", 2: "2 pliki", 4: "4 pliki", 5: "5 plików", 12: "12 plików", 22: "22 pliki", 25: "25 plików" },
      minutes: { 1: "Została 1 minuta", 3: "Zostały 3 minuty", 5: "Zostało 5 minut", 0: "Zostało 0 minut" },
      inbox: { 0: "Brak wiadomości", 1: "1 wiadomość", 2: "2 wiadomości", 5: "5 wiadomości" } },
  };
  for (const [language, keys] of Object.entries(cases)) {
    for (const [key, wanted] of Object.entries(keys)) {
      for (const [count, text] of Object.entries(wanted)) {
        assert.equal(t[language](key, { count: Number(count) }), text);
      }
    }
  }
  // no number: the form "other"
  assert.equal(t.en("files"), "{count} files");
  assert.equal(t.en("files", { count: "many" }), "many files");
  assert.equal(t.en("files", { count: "1" }), "1 files");
  // everything else as before
  assert.equal(t.de("greeting", { name: "Ann" }), "Hallo Ann");
  assert.equal(t.de("quit"), "Quit");
  assert.equal(t.pl("price", { amount: 5 }), "Total: 5 EUR");
  assert.equal(t.de("price", { amount: 12345.5 }), "Summe: 12.345,5 EUR");
  assert.equal(t.en("price", { amount: "12345" }), "Total: 12345 EUR");
  assert.equal(t.en("no.such.key"), "no.such.key");
  assert.equal(t.en("greeting"), "Hello {name}");
  assert.equal(statusLine(t.de, { user: "Bo", files: 1, minutes: 2, messages: 0 }), "Hallo Bo | 1 Datei | Noch 2 Minuten | Keine Nachrichten");
  // forms that an entry lacks, and a fallback entry
  const data = JSON.parse(readFileSync("locales/pl.json", "utf8"));
  writeFileSync("locales/pl.json", JSON.stringify({ ...data, dogs: { one: "{count} pies", other: "{count} psy" } }));
  const en = JSON.parse(readFileSync("locales/en.json", "utf8"));
  writeFileSync("locales/en.json", JSON.stringify({ ...en, cats: { one: "{count} cat", zero: "no cats", other: "{count} cats" } }));
  const again = translator("pl");
  assert.deepEqual([0, 1, 3, 5].map((count) => again("dogs", { count })), ["0 psy", "1 pies", "3 psy", "5 psy"]);
  assert.deepEqual([0, 1, 3].map((count) => again("cats", { count })), ["no cats", "1 cat", "3 cats"]);
}
