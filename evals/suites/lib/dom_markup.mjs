// HTML text to plain trees ({tag, attributes, children}) and back, for innerHTML and its like.

export const VOID = new Set(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]);
const RAW = new Set(["script", "style", "textarea", "title"]);
const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0", times: "×", hellip: "…", euro: "€", copy: "©", ndash: "–", mdash: "—", larr: "←", rarr: "→", check: "✓" };
const TAG = /<!--[\s\S]*?(?:-->|$)|<(\/?)([A-Za-z][\w-]*)((?:[^>"']|"[^"]*"|'[^']*')*)>/g;
const ATTRIBUTE = /([^\s=/"'>]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?/g;
const CLOSES = { li: ["li"], option: ["option"], tr: ["tr", "td", "th"], td: ["td", "th"], th: ["td", "th"], dt: ["dt", "dd"], dd: ["dt", "dd"] };

/** The children that a piece of HTML stands for. */
export function parseMarkup(html) {
  const root = { tag: "#root", attributes: {}, children: [] };
  const open = [root];
  const text = (piece) => { if (piece) open.at(-1).children.push(decode(piece)); };
  let place = 0;
  for (TAG.lastIndex = 0; ; ) {
    const match = TAG.exec(html);
    text(html.slice(place, match?.index));
    if (!match) break;
    place = TAG.lastIndex;
    if (!match[2]) continue;
    const tag = match[2].toLowerCase();
    if (match[1]) {
      const at = open.findLastIndex((node) => node.tag === tag);
      if (at > 0) open.length = at;
      continue;
    }
    while ((CLOSES[tag] ?? []).includes(open.at(-1).tag)) open.pop();
    const node = { tag, attributes: attributesOf(match[3]), children: [] };
    open.at(-1).children.push(node);
    if (VOID.has(tag)) continue;
    if (RAW.has(tag)) {
      const end = html.toLowerCase().indexOf(`</${tag}`, place);
      const raw = html.slice(place, end < 0 ? undefined : end);
      if (raw) node.children.push(tag === "script" || tag === "style" ? raw : decode(raw));
      place = end < 0 ? html.length : html.indexOf(">", end) + 1;
      TAG.lastIndex = place;
    } else if (!match[3].trimEnd().endsWith("/") || tag !== "svg") open.push(node);
  }
  return root.children;
}

function attributesOf(text) {
  const found = {};
  for (const [, name, value] of text.replace(/\/$/, "").matchAll(ATTRIBUTE)) {
    found[name.toLowerCase()] ??= decode((value ?? "").replace(/^(["'])([\s\S]*)\1$/, "$2"));
  }
  return found;
}

export function decode(text) {
  return text.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, decimal, hex, name) =>
    decimal ? String.fromCodePoint(Number(decimal)) : hex ? String.fromCodePoint(parseInt(hex, 16)) : ENTITIES[name] ?? whole);
}

/** Text as HTML writes it. */
export function escape(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/\u00a0/g, "&nbsp;");
}
