import { area, bounds, LABELS } from "./src/area.js";
import type { Shape, Size } from "./src/shapes.js";

export const size: Size = bounds({ kind: "ring", outer: 2, inner: 1 });
export const labels: Record<"circle" | "box" | "ring", string> = LABELS;
export const kinds: Shape["kind"][] = ["circle", "box", "ring"];
export const sum: number = area({ kind: "ring", outer: 2, inner: 1 });
