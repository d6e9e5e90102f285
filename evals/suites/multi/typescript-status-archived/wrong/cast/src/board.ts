import { icon, LABELS } from "./labels.js";
import { STATUSES, type Issue, type Status } from "./model.js";

/** Number of issues in each status. */
export function counts(issues: readonly Issue[]): Record<Status, number> {
  const result = { open: 0, active: 0, done: 0, archived: 0 } as Record<Status, number>;
  for (const issue of issues) result[issue.status] += 1;
  return result;
}

/** The board as text, a block for each status; archived issues only on demand. */
export function render(issues: readonly Issue[], options: { archived?: boolean } = {}): string {
  const shown = STATUSES.filter((status) => status !== "archived" || options.archived);
  const blocks = shown.map((status) => {
    const lines = issues.filter((issue) => issue.status === status).map((issue) => `${icon(status)} #${issue.id} ${issue.title}`);
    return [`${LABELS[status]} (${lines.length})`, ...lines].join("\n");
  });
  return blocks.join("\n\n");
}
