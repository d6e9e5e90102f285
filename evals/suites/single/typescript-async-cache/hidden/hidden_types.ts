import { AsyncCache } from "./src/cache.js";

const cache = new AsyncCache(async (key: string) => key.length, { ttl: 5 });
export const value: Promise<number> = cache.get("x");
export const size: number = cache.size;
cache.delete("x");
// @ts-expect-error keys have a type
cache.get(1);
// @ts-expect-error ttl is needed
new AsyncCache(async (key: string) => key, {});
// @ts-expect-error size is read only
cache.size = 3;
