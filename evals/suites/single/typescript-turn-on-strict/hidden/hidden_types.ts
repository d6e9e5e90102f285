import { Group } from "./src/groups.js";
import { addUser, displayName, emailDomain, findUser, type User } from "./src/users.js";

export const user: User = addUser("x", "y");
export const found: User | undefined = findUser(1);
export const name: string = displayName(1);
export const domain: string | null = emailDomain(1) ?? null;
export const group: Group = new Group("title");
// @ts-expect-error a name is text
addUser(1);
// @ts-expect-error a title is text
new Group(1);
// @ts-expect-error there may be no such user
void findUser(1).name;
