export { Bus } from "./bus.js";
export { Session } from "./session.js";
