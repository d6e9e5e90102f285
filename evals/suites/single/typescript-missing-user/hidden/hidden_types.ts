import { addUser, displayName, emailDomain, findUser, type User } from "./src/users.js";

export const user: User = addUser("x", "y");
export const found: User | undefined = findUser(1);
export const name: string = displayName(1);
export const domain: string | null = emailDomain(user);
