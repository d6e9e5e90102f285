export interface Point {
  lat: number;
  lon: number;
  height?: number;
}

export interface Trail {
  name: string;
  points: Point[];
  /** Somebody's remark. */
  note?: string;
}
