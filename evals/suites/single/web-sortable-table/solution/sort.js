const VALUES = {
  text: (text) => text,
  number: (text) => Number(text.replaceAll(",", "")),
  date: (text) => text.split(".").reverse().join("-"),
};
const COMPARE = {
  text: (a, b) => a.localeCompare(b, undefined, { numeric: true, sensitivity: "base" }),
  number: (a, b) => a - b,
  date: (a, b) => (a < b ? -1 : a > b ? 1 : 0),
};

function makeSortable(table) {
  const heads = [...table.querySelectorAll("thead th")];
  const body = table.querySelector("tbody");
  const rows = [...body.querySelectorAll("tr")];

  function sort(head) {
    const kind = head.dataset.sort;
    const column = heads.indexOf(head);
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const one of heads) one.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const keyed = rows.map((row) => {
      const text = row.children[column].textContent.trim();
      return { row, empty: text === "", value: VALUES[kind](text) };
    });
    keyed.sort((a, b) => {
      if (a.empty || b.empty) return a.empty - b.empty;
      return COMPARE[kind](a.value, b.value) * (down ? -1 : 1);
    });
    body.append(...keyed.map(({ row }) => row));
  }

  for (const head of heads) {
    if (!head.dataset.sort) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sort(head));
  }
}

document.querySelectorAll("table").forEach(makeSortable);
