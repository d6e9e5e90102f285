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
  let last;
  for (const point of points) {
    const gain = point.height - last;
    if (gain > 0) up += gain;
    last = point.height;
  }
  return up;
}
