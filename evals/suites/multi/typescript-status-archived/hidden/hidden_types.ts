import { counts, render } from "./src/board.js";
import { LABELS } from "./src/labels.js";
import type { Issue, Status } from "./src/model.js";

export const status: Status = "archived";
export const issue: Issue = { id: 1, title: "x", status, changed: 0 };
export const label: string = LABELS.archived;
export const count: number = counts([issue]).archived;
export const text: string = render([issue], { archived: false });
// @ts-expect-error not a status
export const wrong: Status = "closed";
// @ts-expect-error not an option
render([issue], { archive: true });
