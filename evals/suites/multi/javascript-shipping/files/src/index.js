export { Cart } from "./cart.js";
export { priceOf, UnknownArticle } from "./catalog.js";
export { cents, formatMoney } from "./money.js";
