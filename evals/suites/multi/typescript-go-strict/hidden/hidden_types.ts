import { climb, Store, summary, type Point, type Trail } from "./src/index.js";

const points: Point[] = [{ lat: 1, lon: 2 }, { lat: 1, lon: 2, height: 3 }];
const trail: Trail = { name: "x", points };
const store = new Store([trail]);
new Store();
// @ts-expect-error not a trail
new Store([{ title: "x" }]);
// @ts-expect-error may be missing
export const name: string = store.get("x").name;
export const found: Trail | undefined = store.get("x");
export const note: string | undefined = store.longestNote();
// @ts-expect-error may be missing
export const sure: string = store.longestNote();
store.onAdd((added) => {
  const is: string = added.name;
  void is;
});
// @ts-expect-error not a listener
store.onAdd(5);
export const text: string = summary(store, "x");
// @ts-expect-error names are texts
summary(store, 5);
export const up: number = climb(points);
