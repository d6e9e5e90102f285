import type { Trail } from "./types.js";

export class Store {
  private trails = new Map<string, Trail>();
  private listener: ((trail: Trail) => void) | undefined;

  constructor(trails: Trail[] = []) {
    for (const trail of trails) this.trails.set(trail.name, trail);
  }

  onAdd(listener: (trail: Trail) => void) {
    this.listener = listener;
  }

  add(trail: Trail) {
    this.trails.set(trail.name, trail);
    this.listener?.(trail);
  }

  get(name: string): Trail | undefined {
    return this.trails.get(name);
  }

  longestNote(): string | undefined {
    let longest: string | undefined;
    for (const trail of this.trails.values()) {
      if (trail.note && (!longest || trail.note.length > longest.length)) longest = trail.note;
    }
    return longest;
  }
}
