export interface Pager {
  total: number;
  current: number;
  size?: number;
}

/** Page numbers to show, at most `size` of them (5 if it isn't given). */
export function pageWindow({ total, current, size = 5 }: Pager): number[] {
  const half = Math.floor(size / 2);
  const first = Math.max(1, current - half);
  const last = Math.min(total, current + half);
  const pages: number[] = [first];
  for (let page = first + 1; page <= last; page++) pages.push(page);
  return pages;
}

export function label({ total, current }: Pager): string {
  return total === 0 ? "No pages" : `Page ${current} of ${total}`;
}
