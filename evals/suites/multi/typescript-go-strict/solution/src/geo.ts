import type { Point } from "./types.js";

/** Metres between two points, on a flat earth. */
export function distance(a: Point, b: Point) {
  const dy = (b.lat - a.lat) * 111_320;
  const dx = (b.lon - a.lon) * 111_320 * Math.cos(((a.lat + b.lat) / 2) * (Math.PI / 180));
  return Math.hypot(dx, dy);
}

/** Metres uphill; points without a height don't count. */
export function climb(points: Point[]) {
  let up = 0;
  let last: number | undefined;
  for (const point of points) {
    if (point.height === undefined) continue;
    if (last !== undefined && point.height > last) up += point.height - last;
    last = point.height;
  }
  return up;
}
