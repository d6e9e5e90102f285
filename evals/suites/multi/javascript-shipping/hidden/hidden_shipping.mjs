import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { Cart, cents, priceOf, shippingCost, UnknownArticle } from "./src/index.js";
import { shippingCost as direct } from "./src/shipping.js";
import { weightOf } from "./src/catalog.js";

export default function check() {
  assert.equal(direct, shippingCost);
  const table = [
    [1, "DE", 10, 4.9], [2000, "de", 10, 4.9], [2001, "DE", 10, 7.9], [10000, "DE", 49.99, 7.9],
    [500, "AT", 10, 8.9], [2000, "fr", 99.99, 8.9], [2001, "NL", 10, 14.9], [10000, "Be", 10, 14.9], [1, "LU", 1, 8.9],
    [1, "US", 10, 19.9], [2000, "ch", 5000, 19.9], [2001, "GB", 100, 39.9],
    [100, "DE", 50, 0], [9000, "DE", 50, 0], [100, "AT", 50, 8.9], [100, "AT", 100, 0], [100, "US", 100, 19.9],
    [0, "DE", 10, 0], [0, "US", 10, 0], [0, "at", 1, 0],
  ];
  for (const [weight, country, subtotal, wanted] of table) {
    assert.equal(shippingCost(weight, country, subtotal), wanted, `${weight} ${country} ${subtotal}`);
  }
  for (const country of ["DE", "AT", "US"]) assert.throws(() => shippingCost(10001, country, 500), RangeError);
  assert.equal(weightOf("teapot"), 1300);
  assert.equal(weightOf("gift-card"), 0);
  for (const sku of ["spoon", "toString"]) assert.throws(() => weightOf(sku), UnknownArticle);

  const cart = new Cart().add("mug", 2).add("tray").add("gift-card");
  assert.equal(cart.weight(), 1600);
  assert.equal(cart.shipping(), 0);
  assert.equal(cart.total(), 62);
  assert.ok(!cart.summary().includes("Shipping"));
  cart.shipTo("at");
  assert.equal(cart.shipping(), 8.9);
  assert.equal(cart.total(), 70.9);
  assert.equal(cart.subtotal(), 62);
  assert.deepEqual(cart.summary().split("\n").slice(-2), ["Shipping (AT): 8.90 EUR", "Total: 70.90 EUR"]);
  cart.add("tray");
  assert.equal(cart.shipping(), 14.9);
  cart.shipTo("DE");
  assert.deepEqual(cart.summary().split("\n").slice(-2), ["Shipping (DE): free", "Total: 80.00 EUR"]);
  const odd = new Cart().add("mug", 3).add("teapot").add("tray");
  odd.shipTo("US");
  assert.equal(odd.total(), cents(81.4 + 39.9));
  odd.add("anvil");
  assert.throws(() => odd.shipping(), RangeError);
  assert.equal(odd.subtotal(), 201.4);
  assert.equal(priceOf("anvil"), 120);
  assert.match(execFileSync(process.execPath, ["test.mjs"], { encoding: "utf8" }), /ok/);
}
