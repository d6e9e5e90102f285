import assert from "node:assert/strict";
import { Articles, description, pageName, readingTime, resolveLinks } from "../src/index.js";
import { freeName } from "../src/names.js";

assert.equal(pageName("Über uns!"), "ueber-uns");
assert.equal(freeName("News", new Set(["news"])), "news-2");
assert.equal(resolveLinks("see [[Größe]]"), 'see <a href="/groesse">Größe</a>');
assert.equal(description("<p>short</p>"), "short");
assert.equal(readingTime("word ".repeat(600)), 3);
const articles = new Articles();
articles.add("Zebra", "<p>stripes</p>");
articles.add("Äpfel", "<p>red</p>");
assert.deepEqual(articles.index(), ["Äpfel (1 min)", "Zebra (1 min)"]);
console.log("ok");
