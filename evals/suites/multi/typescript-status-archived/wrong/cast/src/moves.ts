import type { Issue, Status } from "./model.js";

const NEXT: Record<Status, readonly Status[]> = {
  open: ["active"],
  active: ["open", "done"],
  done: ["active", "archived"],
  archived: ["open"],
};

export class MoveError extends Error {}

/** A copy of the issue in its new status. */
export function move(issue: Issue, to: Status, now: number): Issue {
  if (!NEXT[issue.status].includes(to)) throw new MoveError(`${issue.status} -> ${to}`);
  return { ...issue, status: to, changed: now };
}
