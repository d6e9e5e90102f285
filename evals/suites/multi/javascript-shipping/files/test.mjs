import assert from "node:assert/strict";
import { Cart, UnknownArticle } from "./src/index.js";

const cart = new Cart().add("mug", 2).add("tray").add("mug");
assert.equal(cart.subtotal(), 46.5);
assert.equal(cart.summary(), "3 x mug: 28.50 EUR\n1 x tray: 18.00 EUR\nTotal: 46.50 EUR");
assert.throws(() => cart.add("spoon"), UnknownArticle);
console.log("ok");
