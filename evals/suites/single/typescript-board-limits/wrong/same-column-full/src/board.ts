/**
 * The state of a task board: columns with cards, labels, and the history of what happened.
 *
 * Everything is immutable: `reduce` gives a new board for an action, and shares what did not change.
 */

export type CardId = string;
export type ColumnId = string;
export type Priority = "low" | "normal" | "high";

export interface Card {
  readonly id: CardId;
  readonly title: string;
  readonly priority: Priority;
  readonly labels: readonly string[];
  readonly assignee?: string;
  readonly due?: string;
  readonly done: boolean;
}

export interface Column {
  readonly id: ColumnId;
  readonly title: string;
  readonly cards: readonly CardId[];
  /** The most cards that may be added or moved here. */
  readonly limit?: number;
}

export interface Entry {
  readonly at: number;
  readonly what: Action["type"];
  readonly card?: CardId;
}

export interface Board {
  readonly cards: Readonly<Record<CardId, Card>>;
  readonly columns: readonly Column[];
  readonly labels: readonly string[];
  readonly history: readonly Entry[];
}

export type Action =
  | { type: "card added"; column: ColumnId; card: Pick<Card, "id" | "title"> & Partial<Card> }
  | { type: "card moved"; card: CardId; to: ColumnId; index: number }
  | { type: "card changed"; card: CardId; changes: Partial<Omit<Card, "id" | "labels">> }
  | { type: "card removed"; card: CardId }
  | { type: "label added"; card: CardId; label: string }
  | { type: "label removed"; card: CardId; label: string }
  | { type: "column added"; column: ColumnId; title: string }
  | { type: "column renamed"; column: ColumnId; title: string }
  | { type: "column limited"; column: ColumnId; limit: number | null }
  | { type: "column removed"; column: ColumnId; moveTo?: ColumnId };

export class BoardError extends Error {
  constructor(
    readonly code: "no card" | "no column" | "exists" | "title" | "label" | "limit" | "full" | "not empty",
    message: string,
  ) {
    super(message);
    this.name = "BoardError";
  }
}

const HISTORY = 200;

export const EMPTY: Board = { cards: {}, columns: [], labels: [], history: [] };

function cardOf(board: Board, id: CardId): Card {
  const card = board.cards[id];
  if (card === undefined) throw new BoardError("no card", `there is no card ${id}`);
  return card;
}

function columnOf(board: Board, id: ColumnId): Column {
  const column = board.columns.find((one) => one.id === id);
  if (column === undefined) throw new BoardError("no column", `there is no column ${id}`);
  return column;
}

/** The column that a card is in. */
export function columnOfCard(board: Board, id: CardId): Column {
  cardOf(board, id);
  const column = board.columns.find((one) => one.cards.includes(id));
  if (column === undefined) throw new BoardError("no column", `the card ${id} is in no column`);
  return column;
}

/** Refuses more cards than a column's limit. */
function demandRoom(column: Column, more: number): void {
  if (more > 0 && column.limit !== undefined && column.cards.length + more > column.limit) {
    throw new BoardError("full", `${column.title} takes ${column.limit} cards`);
  }
}

function limitColumn(board: Board, id: ColumnId, limit: number | null): Board {
  const { limit: _old, ...column } = columnOf(board, id);
  if (limit === null) return withColumn(board, column);
  if (!Number.isInteger(limit) || limit < 1) throw new BoardError("limit", "a limit is a whole number from 1");
  return withColumn(board, { ...column, limit });
}

function removeColumn(board: Board, id: ColumnId, moveTo?: ColumnId): Board {
  const { cards } = columnOf(board, id);
  const next = { ...board, columns: board.columns.filter((one) => one.id !== id) };
  if (moveTo === undefined) {
    if (cards.length > 0) throw new BoardError("not empty", `there are cards in ${id}`);
    return next;
  }
  const target = columnOf(next, moveTo);
  demandRoom(target, cards.length);
  return withColumn(next, { ...target, cards: [...target.cards, ...cards] });
}

function titled(title: string): string {
  const clean = title.trim();
  if (clean === "") throw new BoardError("title", "a title is needed");
  return clean;
}

function withCard(board: Board, card: Card): Board {
  return { ...board, cards: { ...board.cards, [card.id]: card } };
}

function withColumn(board: Board, column: Column): Board {
  return { ...board, columns: board.columns.map((one) => (one.id === column.id ? column : one)) };
}

function insertAt<T>(list: readonly T[], index: number, item: T): T[] {
  const place = Math.max(0, Math.min(index, list.length));
  return [...list.slice(0, place), item, ...list.slice(place)];
}

function addCard(board: Board, columnId: ColumnId, given: Pick<Card, "id" | "title"> & Partial<Card>): Board {
  if (Object.hasOwn(board.cards, given.id)) throw new BoardError("exists", `there is a card ${given.id} already`);
  const column = columnOf(board, columnId);
  demandRoom(column, 1);
  const card: Card = { priority: "normal", labels: [], done: false, ...given, title: titled(given.title) };
  const next = withCard(board, card);
  return withColumn({ ...next, labels: knownLabels(next) }, { ...column, cards: [...column.cards, card.id] });
}

function moveCard(board: Board, id: CardId, to: ColumnId, index: number): Board {
  const from = columnOfCard(board, id);
  demandRoom(columnOf(board, to), 1);
  const without = withColumn(board, { ...from, cards: from.cards.filter((one) => one !== id) });
  const target = columnOf(without, to);
  return withColumn(without, { ...target, cards: insertAt(target.cards, index, id) });
}

function removeCard(board: Board, id: CardId): Board {
  const column = columnOfCard(board, id);
  const { [id]: _removed, ...cards } = board.cards;
  const next = withColumn({ ...board, cards }, { ...column, cards: column.cards.filter((one) => one !== id) });
  return { ...next, labels: knownLabels(next) };
}

function changeLabels(board: Board, id: CardId, labels: readonly string[]): Board {
  const next = withCard(board, { ...cardOf(board, id), labels });
  return { ...next, labels: knownLabels(next) };
}

function knownLabels(board: Board): string[] {
  return [...new Set(Object.values(board.cards).flatMap((card) => card.labels))].sort();
}

function apply(board: Board, action: Action): Board {
  switch (action.type) {
    case "card added":
      return addCard(board, action.column, action.card);
    case "card moved":
      return moveCard(board, action.card, action.to, action.index);
    case "card changed": {
      const card = cardOf(board, action.card);
      const { title = card.title } = action.changes;
      return withCard(board, { ...card, ...action.changes, title: titled(title) });
    }
    case "card removed":
      return removeCard(board, action.card);
    case "label added": {
      const label = action.label.trim().toLowerCase();
      if (label === "") throw new BoardError("label", "a label is needed");
      const { labels } = cardOf(board, action.card);
      return labels.includes(label) ? board : changeLabels(board, action.card, [...labels, label]);
    }
    case "label removed": {
      const { labels } = cardOf(board, action.card);
      return changeLabels(board, action.card, labels.filter((one) => one !== action.label));
    }
    case "column added": {
      if (board.columns.some((one) => one.id === action.column)) {
        throw new BoardError("exists", `there is a column ${action.column} already`);
      }
      return { ...board, columns: [...board.columns, { id: action.column, title: titled(action.title), cards: [] }] };
    }
    case "column renamed":
      return withColumn(board, { ...columnOf(board, action.column), title: titled(action.title) });
    case "column limited":
      return limitColumn(board, action.column, action.limit);
    case "column removed":
      return removeColumn(board, action.column, action.moveTo);
  }
}

/** The board after an action; the same object if nothing changed. */
export function reduce(board: Board, action: Action, at: number = Date.now()): Board {
  const next = apply(board, action);
  if (next === board) return board;
  const entry: Entry = "card" in action && typeof action.card === "string"
    ? { at, what: action.type, card: action.card }
    : { at, what: action.type, ...(action.type === "card added" ? { card: action.card.id } : {}) };
  return { ...next, history: [...next.history, entry].slice(-HISTORY) };
}

/** Cards of a column, in order. */
export function cardsIn(board: Board, column: ColumnId): Card[] {
  return columnOf(board, column).cards.map((id) => cardOf(board, id));
}

export interface Filter {
  label?: string;
  assignee?: string;
  open?: boolean;
  dueBefore?: string;
}

/** Cards of all columns that fit every given condition, in the order of the board. */
export function search(board: Board, { label, assignee, open, dueBefore }: Filter): Card[] {
  return board.columns
    .flatMap((column) => cardsIn(board, column.id))
    .filter((card) => label === undefined || card.labels.includes(label))
    .filter((card) => assignee === undefined || card.assignee === assignee)
    .filter((card) => open === undefined || card.done !== open)
    .filter((card) => dueBefore === undefined || (card.due !== undefined && card.due < dueBefore));
}

const ORDER: Record<Priority, number> = { high: 0, normal: 1, low: 2 };

/** Open cards, the urgent ones first: by priority, then by due date (none comes last), then by title. */
export function agenda(board: Board): Card[] {
  return search(board, { open: true }).sort(
    (a, b) =>
      ORDER[a.priority] - ORDER[b.priority] ||
      (a.due ?? "9999").localeCompare(b.due ?? "9999") ||
      a.title.localeCompare(b.title),
  );
}

export interface Summary {
  cards: number;
  done: number;
  byColumn: Record<ColumnId, number>;
}

export function summarize(board: Board): Summary {
  const cards = Object.values(board.cards);
  return {
    cards: cards.length,
    done: cards.filter((card) => card.done).length,
    byColumn: Object.fromEntries(board.columns.map((column) => [column.id, column.cards.length])),
  };
}

/** The board as Markdown, one list for each column. */
export function toMarkdown(board: Board): string {
  const parts = board.columns.map((column) => {
    const lines = cardsIn(board, column.id).map((card) => {
      const labels = card.labels.map((label) => ` #${label}`).join("");
      return `- [${card.done ? "x" : " "}] ${card.title}${labels}${card.due ? ` (${card.due})` : ""}`;
    });
    const limit = column.limit === undefined ? "" : ` (${column.cards.length}/${column.limit})`;
    return [`## ${column.title}${limit}`, "", ...(lines.length > 0 ? lines : ["(empty)"])].join("\n");
  });
  return parts.join("\n\n") + "\n";
}
