import type { Shape, Size } from "./shapes.js";

function never(shape: never): never {
  throw new Error(`unknown shape: ${JSON.stringify(shape)}`);
}

export function area(shape: Shape): number {
  switch (shape.kind) {
    case "circle":
      return Math.PI * shape.radius ** 2;
    case "box":
      return shape.width * shape.height;
    case "ring":
      return Math.PI * (shape.outer ** 2 - shape.inner ** 2);
    default:
      return never(shape);
  }
}

/** The smallest upright rectangle around a shape. */
export function bounds(shape: Shape): Size {
  switch (shape.kind) {
    case "circle":
      return { width: 2 * shape.radius, height: 2 * shape.radius };
    case "box":
      return { width: shape.width, height: shape.height };
    case "ring":
      return { width: shape.outer, height: shape.outer };
    default:
      return never(shape);
  }
}

/** Names for lists. */
export const LABELS: Record<Shape["kind"], string> = {
  circle: "Circle",
  box: "Box",
  ring: "Ring",
};

export function describe(shape: Shape): string {
  return `${LABELS[shape.kind]} of ${area(shape).toFixed(1)}`;
}
