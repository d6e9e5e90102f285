import type { Status } from "./model.js";

export const LABELS: Record<Status, string> = {
  open: "To do",
  active: "In progress",
  done: "Finished",
};

export function icon(status: Status): string {
  switch (status) {
    case "open":
      return "○";
    case "active":
      return "◐";
    case "done":
      return "●";
  }
}
