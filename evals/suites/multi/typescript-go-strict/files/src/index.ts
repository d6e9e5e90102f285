export { climb, distance } from "./geo.js";
export { summary } from "./format.js";
export { Store } from "./store.js";
export type { Point, Trail } from "./types.js";
