import test from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { priceOf } from "./pricing.js";

for (const season of ["spring", "autumn"]) {
  const cases = JSON.parse(readFileSync(new URL(`./fixtures/${season}.json`, import.meta.url), "utf8"));
  for (const { line, total } of cases) {
    test(`${season}: ${line.quantity} at ${line.cents}`, () => assert.equal(priceOf(line), total));
  }
}
