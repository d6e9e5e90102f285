import type { Status } from "./model.js";

export const LABELS: Record<Status, string> = {
  open: "To do",
  active: "In progress",
  done: "Finished",
  archived: "Archived",
};

export function icon(status: Status): string {
  switch (status) {
    case "open":
      return "○";
    case "active":
      return "◐";
    case "done":
      return "●";
    case "archived":
      return "▫";
  }
}
