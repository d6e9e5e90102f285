// Prices in EUR, weights in grams.
const ARTICLES = {
  mug: { price: 9.5, weight: 350 },
  teapot: { price: 34.9, weight: 1300 },
  tray: { price: 18, weight: 900 },
  anvil: { price: 120, weight: 9000 },
  "gift-card": { price: 25, weight: 0 },
};

export class UnknownArticle extends Error {}

export function priceOf(sku) {
  return article(sku).price;
}

export function weightOf(sku) {
  return article(sku).weight;
}

function article(sku) {
  if (!Object.hasOwn(ARTICLES, sku)) throw new UnknownArticle(`no article ${sku}`);
  return ARTICLES[sku];
}
