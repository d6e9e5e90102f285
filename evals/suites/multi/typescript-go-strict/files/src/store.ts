import type { Trail } from "./types.js";

export class Store {
  private trails;
  private listener: (trail: Trail) => void;

  constructor(trails = []) {
    this.trails = new Map(trails.map((trail) => [trail.name, trail]));
  }

  onAdd(listener) {
    this.listener = listener;
  }

  add(trail: Trail) {
    this.trails.set(trail.name, trail);
    this.listener(trail);
  }

  get(name: string): Trail {
    return this.trails.get(name);
  }

  longestNote(): string {
    let longest = null;
    for (const trail of this.trails.values()) {
      if (!longest || trail.note.length > longest.length) longest = trail.note;
    }
    return longest;
  }
}
