export interface User {
  id: number;
  name: string;
  email?: string;
}

const users: User[] = [];

export function addUser(name: string, email?: string): User {
  const user: User = { id: users.length + 1, name: name.trim(), email };
  users.push(user);
  return user;
}

export function findUser(id: number): User | undefined {
  return users.find((user) => user.id === id);
}

/** The name for lists and comments. */
export function displayName(id: number): string {
  return findUser(id)?.name ?? "";
}

/** "example.com" of "ann@example.com"; null without an address. */
export function emailDomain(user: User): string | null {
  return user.email === undefined ? null : user.email.split("@")[1] ?? null;
}
