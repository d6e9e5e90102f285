export type Status = "open" | "active" | "done" | "archived";

export interface Issue {
  readonly id: number;
  title: string;
  status: Status;
  /** Milliseconds. */
  changed: number;
}

export const STATUSES: readonly Status[] = ["open", "active", "done", "archived"];
