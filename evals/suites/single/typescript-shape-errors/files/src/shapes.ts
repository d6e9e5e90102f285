export type Shape =
  | { kind: "circle"; radius: number }
  | { kind: "box"; width: number; height: number }
  | { kind: "ring"; outer: number; inner: number };

export interface Size {
  width: number;
  height: number;
}
