import { Repository } from "./repository.js";
import type { Room } from "./types.js";

export class Rooms extends Repository<Room> {
  withBeds(min: number): Room[] {
    return this.all().filter((r) => r.beds >= min).sort((x, y) => y.beds - x.beds);
  }
}
