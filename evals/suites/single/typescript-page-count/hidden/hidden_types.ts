import { label, pageCount, pageWindow } from "./src/pages.js";

export const pages: number = pageCount(11, 5);
export const shown: number[] = pageWindow({ total: pages, current: 1 });
export const text: string = label({ total: pages, current: 1 });
