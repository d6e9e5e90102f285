export * from "./appointments.js";
export * from "./patients.js";
export * from "./rooms.js";
export * from "./repository.js";
export type * from "./types.js";
