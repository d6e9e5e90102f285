export const ROUTES = {
  about: "/about",
  user: "/users/:id",
  post: "/users/:id/posts/:post",
  file: "/files/:name?",
} as const;
