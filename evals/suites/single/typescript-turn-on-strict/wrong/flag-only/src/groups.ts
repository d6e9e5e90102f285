import { findUser, User } from "./users.js";

export class Group {
  title: string;
  leader: User | undefined;
  private members = new Map<number, User>();

  constructor(title: string) {
    this.title = title;
  }

  /** Adds a user; false if there is no such user. */
  add(id: number): boolean {
    const user = findUser(id);
    if (!user) return false;
    this.members.set(id, user);
    if (this.leader === undefined) this.leader = user;
    return true;
  }

  nameOf(id: number): string {
    return this.members.get(id)?.name ?? "";
  }

  summary(): string {
    const names: string[] = [];
    this.members.forEach((user) => names.push(user.name));
    return `${this.title}: ${names.join(", ")}` + (this.leader ? ` (led by ${this.leader.name})` : "");
  }
}
