import { parsePort } from "./src/port.js";

export const port: number | null = parsePort("80");
