/** Page numbers to show; null stands for a gap of several pages. */
export function pageNumbers(page, pages) {
  const numbers = [];
  for (let n = 1; n <= pages; n += 1) {
    if (n !== 1 && n !== pages && Math.abs(n - page) > 1) continue;
    const last = numbers.at(-1);
    if (last !== undefined && n - last === 2) numbers.push(n - 1);
    else if (last !== undefined && n - last > 2) numbers.push(null);
    numbers.push(n);
  }
  return numbers;
}

export function renderPager(page, pages) {
  if (pages < 2) return "";
  const parts = pageNumbers(page, pages).map((n) => {
    if (n === null) return "<span>…</span>";
    return n === page ? `<span aria-current="page">${n}</span>` : `<a href="?page=${n}">${n}</a>`;
  });
  return `<nav aria-label="Pages">${parts.join(" ")}</nav>`;
}
