import { BoardError, EMPTY, reduce, type Action, type Board, type Column } from "./src/board.js";

export const limited: Action = { type: "column limited", column: "a", limit: 3 };
export const unlimited: Action = { type: "column limited", column: "a", limit: null };
export const removed: Action[] = [{ type: "column removed", column: "a" }, { type: "column removed", column: "a", moveTo: "b" }];
export const board: Board = reduce(EMPTY, limited);
export const full: BoardError["code"] = "full";
export const codes: BoardError["code"][] = ["limit", "not empty", "no card"];
export const column: Column = { id: "a", title: "A", cards: [] };
export const limit: number | undefined = column.limit;
// @ts-expect-error the limit is a number or null
export const wrong: Action = { type: "column limited", column: "a", limit: "3" };
// @ts-expect-error the limit has to be said
export const missing: Action = { type: "column limited", column: "a" };
