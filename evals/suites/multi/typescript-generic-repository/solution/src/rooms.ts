import { Repository } from "./repository.js";
import type { Room } from "./types.js";

export class Rooms extends Repository<Room> {
  withBeds(min: number): Room[] {
    return this.all()
      .filter((room) => room.beds >= min)
      .sort((a, b) => b.beds - a.beds);
  }
}
