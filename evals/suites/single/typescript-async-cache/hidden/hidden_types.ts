import { AsyncCache } from "./src/cache.js";

const cache = new AsyncCache<string, number>(async (key) => key.length);
export const value: Promise<number> = cache.get("x");
// @ts-expect-error keys have a type
cache.get(1);
