import { link, type Params } from "./src/link.js";
import { ROUTES } from "./src/routes.js";

export const a: string = link("/users/:id/posts/:post", { id: 7, post: "a b" });
link("/about");
link("/about", { sort: "up", page: 2, none: undefined });
link("/files/:name?");
link("/files/:name?", {});
link("/files/:name?", { name: 3 });
link("/files/:name?", {}, { tab: "x" });
link("/users/:id", { id: 7 }, { tab: "posts" });
link(ROUTES.post, { id: 1, post: 2 });
link(ROUTES.about);

export const both: Params<"/users/:id/:tab?"> = { id: 1 };
export const all: Params<"/users/:id/:tab?"> = { id: 1, tab: "x" };
// @ts-expect-error id is needed
export const none: Params<"/users/:id/:tab?"> = { tab: "x" };
// @ts-expect-error a parameter is missing
link("/users/:id/posts/:post", { id: 7 });
// @ts-expect-error an unknown parameter
link("/users/:id", { id: 7, name: "x" });
// @ts-expect-error parameters are needed
link("/users/:id");
// @ts-expect-error not text and not a number
link("/users/:id", { id: true });
// @ts-expect-error from a constant, too
link(ROUTES.user, { post: 1 });
// @ts-expect-error unknown, next to an optional one
link("/files/:name?", { nam: "x" });
