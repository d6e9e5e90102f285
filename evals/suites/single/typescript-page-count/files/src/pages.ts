export interface Pager {
  total: number;
  current: number;
  size?: number;
}

/** Page numbers to show, at most `size` of them (5 if it isn't given). */
export function pageWindow({ total, current, size = 5 }: Pager): number[] {
  const first = Math.max(1, Math.min(current - Math.floor(size / 2), total - size + 1));
  const last = Math.min(total, first + size - 1);
  const pages: number[] = [];
  for (let page = first; page <= last; page++) pages.push(page);
  return pages;
}

export function label({ total, current }: Pager): string {
  return total === 0 ? "No pages" : `Page ${current} of ${total}`;
}
