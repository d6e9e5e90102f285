import { priceOf } from "./catalog.js";
import { cents, formatMoney } from "./money.js";

/** A cart: lines of { sku, quantity }. */
export class Cart {
  constructor() {
    this.lines = [];
  }

  add(sku, quantity = 1) {
    priceOf(sku); // throws for unknown articles
    const line = this.lines.find((l) => l.sku === sku);
    if (line) line.quantity += quantity;
    else this.lines.push({ sku, quantity });
    return this;
  }

  subtotal() {
    return cents(this.lines.reduce((sum, line) => sum + priceOf(line.sku) * line.quantity, 0));
  }

  total() {
    return this.subtotal();
  }

  summary() {
    const lines = this.lines.map((l) => `${l.quantity} x ${l.sku}: ${formatMoney(priceOf(l.sku) * l.quantity)}`);
    lines.push(`Total: ${formatMoney(this.total())}`);
    return lines.join("\n");
  }
}
