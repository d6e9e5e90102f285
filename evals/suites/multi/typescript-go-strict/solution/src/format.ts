import { climb, distance } from "./geo.js";
import type { Store } from "./store.js";

export function summary(store: Store, name: string) {
  const trail = store.get(name);
  if (!trail) return `${name}: unknown`;
  const metres = trail.points.slice(1).reduce((sum, point, i) => sum + distance(trail.points[i], point), 0);
  return `${trail.name}: ${(metres / 1000).toFixed(1)} km, ${Math.round(climb(trail.points))} m up${trail.note ? ` (${trail.note})` : ""}`;
}
