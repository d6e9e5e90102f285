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

export function displayName(id: number): string {
  return findUser(id)?.name ?? "unknown";
}

/** "example.com" of "ann@example.com" */
export function emailDomain(id: number): string | null {
  const email = findUser(id)?.email;
  return email === undefined ? null : email.split("@")[1];
}
