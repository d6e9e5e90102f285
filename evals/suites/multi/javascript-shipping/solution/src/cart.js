import { priceOf, weightOf } from "./catalog.js";
import { cents, formatMoney } from "./money.js";
import { shippingCost } from "./shipping.js";

/** A cart: lines of { sku, quantity }. */
export class Cart {
  constructor() {
    this.lines = [];
    this.country = null;
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

  shipTo(country) {
    this.country = country.toUpperCase();
    return this;
  }

  weight() {
    return this.lines.reduce((sum, line) => sum + weightOf(line.sku) * line.quantity, 0);
  }

  shipping() {
    return this.country ? shippingCost(this.weight(), this.country, this.subtotal()) : 0;
  }

  total() {
    return cents(this.subtotal() + this.shipping());
  }

  summary() {
    const lines = this.lines.map((l) => `${l.quantity} x ${l.sku}: ${formatMoney(priceOf(l.sku) * l.quantity)}`);
    if (this.country) {
      const cost = this.shipping();
      lines.push(`Shipping (${this.country}): ${cost === 0 ? "free" : formatMoney(cost)}`);
    }
    lines.push(`Total: ${formatMoney(this.total())}`);
    return lines.join("\n");
  }
}
