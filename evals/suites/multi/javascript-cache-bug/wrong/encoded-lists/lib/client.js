import { Cache } from "./cache.js";
import { keyOf, toSearch } from "./query.js";

/** Products, page by page. fetchPage(search) resolves to an array of products. */
export class Client {
  constructor(fetchPage, options = {}) {
    this.fetchPage = fetchPage;
    this.cache = new Cache(options);
  }

  async products(query = {}) {
    const products = await this.cache.get(keyOf(query), () => this.fetchPage(toSearch(query)));
    return structuredClone(products); // views may change what they get
  }
}
