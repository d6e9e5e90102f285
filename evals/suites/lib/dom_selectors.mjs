// CSS selectors on the small document: lists, combinators, attributes, and the usual pseudo-classes.

const NAME = /^(?:[\w-]|[^\x00-\x7f]|\\.)+/;

/** Parse a selector list; SyntaxError where a browser would throw one too. */
export function parse(text) {
  return splitList(text).map((one) => parseComplex(one.trim()));
}

function splitList(text) {
  const parts = [""];
  let depth = 0;
  let quote = "";
  for (const c of text) {
    if (quote) { if (c === quote) quote = ""; }
    else if (c === '"' || c === "'") quote = c;
    else if ("([".includes(c)) depth++;
    else if (")]".includes(c)) depth--;
    if (c === "," && !depth && !quote) parts.push("");
    else parts[parts.length - 1] += c;
  }
  return parts;
}

function fail(text) {
  throw new SyntaxError(`'${text}' is not a valid selector`);
}

function parseComplex(text) {
  if (!text) fail(text);
  const steps = [];
  let rest = text;
  let combinator = "";
  while (rest) {
    const [compound, left] = parseCompound(rest, text);
    steps.push({ combinator, tests: compound });
    const next = /^(\s*[>+~]\s*|\s+)/.exec(left);
    if (left && !next) fail(text);
    combinator = next ? next[0].trim() || " " : "";
    rest = next ? left.slice(next[0].length) : "";
    if (next && !rest) fail(text);
  }
  return steps;
}

function parseCompound(text, whole) {
  const tests = [];
  let rest = text;
  const take = (pattern) => {
    const match = pattern.exec(rest);
    if (match) rest = rest.slice(match[0].length);
    return match;
  };
  if (!take(/^\*/)) {
    const tag = take(NAME);
    if (tag) tests.push((e) => e.localName === tag[0].toLowerCase());
  } else tests.push(() => true);
  for (let going = true; going; ) {
    const first = rest[0];
    if (first === "#" || first === ".") {
      rest = rest.slice(1);
      const name = take(NAME)?.[0].replace(/\\(.)/g, "$1") ?? fail(whole);
      tests.push(first === "#" ? (e) => e.id === name : (e) => e.classList.contains(name));
    } else if (first === "[") tests.push(attribute(take(/^\[\s*([\w:-]+)\s*(?:([~|^$*]?=)\s*("[^"]*"|'[^']*'|[^\]\s]+)\s*(i)?\s*)?\]/i) ?? fail(whole)));
    else if (first === ":") tests.push(pseudo(...pseudoOf(rest, (n) => { rest = rest.slice(n); }, whole)));
    else going = false;
  }
  if (!tests.length) fail(whole);
  return [tests, rest];
}

function pseudoOf(text, drop, whole) {
  const name = /^::?([\w-]+)/.exec(text);
  if (!name) fail(whole);
  let end = name[0].length;
  if (text[end] !== "(") { drop(end); return [name[1], "", whole]; }
  let depth = 0;
  const start = end;
  do { depth += { "(": 1, ")": -1 }[text[end++]] ?? 0; } while (depth && end < text.length);
  drop(end);
  return [name[1], text.slice(start + 1, end - 1), whole];
}

function attribute([, name, operator, raw, insensitive]) {
  if (!operator) return (e) => e.hasAttribute(name);
  const fold = (s) => (insensitive ? s.toLowerCase() : s);
  const value = fold(raw.replace(/^["']|["']$/g, ""));
  const tests = {
    "=": (v) => v === value, "~=": (v) => v.split(/\s+/).includes(value), "^=": (v) => value !== "" && v.startsWith(value),
    "$=": (v) => value !== "" && v.endsWith(value), "*=": (v) => value !== "" && v.includes(value),
    "|=": (v) => v === value || v.startsWith(`${value}-`),
  };
  return (e) => e.hasAttribute(name) && tests[operator](fold(e.getAttribute(name)));
}

function nth(text) {
  const clean = text.replace(/\s+/g, "").toLowerCase();
  if (clean === "odd") return (i) => i % 2 === 1;
  if (clean === "even") return (i) => i % 2 === 0;
  const match = /^([+-]?\d*)n([+-]\d+)?$/.exec(clean);
  if (!match) return (i) => i === Number(clean);
  const a = { "": 1, "+": 1, "-": -1 }[match[1]] ?? Number(match[1]);
  const b = Number(match[2] ?? 0);
  return (i) => (a ? (i - b) / a >= 0 && (i - b) % a === 0 : i === b);
}

function pseudo(name, argument, whole) {
  const siblings = (e) => e.parentNode?.children ?? [e];
  const same = (e) => siblings(e).filter((s) => s.localName === e.localName);
  const inner = ["not", "is", "where", "matches"].includes(name) ? parse(argument) : null;
  const tests = {
    not: (e) => !fits(e, inner), is: (e) => fits(e, inner), where: (e) => fits(e, inner),
    has: (e) => e.querySelector(argument.replace(/^\s*>/, ":scope >")) !== null,
    root: (e) => e.localName === "html", scope: (e, scope) => e === scope,
    "first-child": (e) => siblings(e)[0] === e, "last-child": (e) => siblings(e).at(-1) === e,
    "only-child": (e) => siblings(e).length === 1,
    "nth-child": (e) => nth(argument)(siblings(e).indexOf(e) + 1),
    "nth-last-child": (e) => nth(argument)(siblings(e).length - siblings(e).indexOf(e)),
    "first-of-type": (e) => same(e)[0] === e, "last-of-type": (e) => same(e).at(-1) === e,
    "nth-of-type": (e) => nth(argument)(same(e).indexOf(e) + 1),
    empty: (e) => e.childNodes.length === 0, checked: (e) => e.checked || (e.localName === "option" && e.selected),
    disabled: (e) => e.disabled, enabled: (e) => "disabled" in e && !e.disabled, focus: (e) => e.ownerDocument.activeElement === e,
    required: (e) => e.hasAttribute("required"), hover: () => false, active: () => false, "focus-visible": () => false,
  };
  return tests[name] ?? fail(whole);
}

/** Whether an element fits one of the parsed selectors. */
export function fits(element, selectors, scope = null) {
  return selectors.some((steps) => ends(element, steps, steps.length - 1, scope));
}

function ends(element, steps, at, scope) {
  if (!steps[at].tests.every((test) => test(element, scope))) return false;
  if (at === 0) return true;
  const before = (next) => next?.nodeType === 1 && ends(next, steps, at - 1, scope);
  switch (steps[at].combinator) {
    case ">": return before(element.parentNode);
    case "+": return before(element.previousElementSibling);
    case "~": {
      for (let s = element.previousElementSibling; s; s = s.previousElementSibling) if (before(s)) return true;
      return false;
    }
    default: {
      for (let p = element.parentNode; p; p = p.parentNode) if (before(p)) return true;
      return false;
    }
  }
}
