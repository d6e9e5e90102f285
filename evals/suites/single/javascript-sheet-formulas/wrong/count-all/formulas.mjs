class Failure extends Error {}

const TOKEN = /\s*(?:(\d+(?:\.\d+)?)|([A-Za-z]+\d+)|([A-Za-z]+)|([-+*/():,]))/y;
const FUNCTIONS = {
  SUM: (numbers) => numbers.reduce((a, b) => a + b, 0),
  MIN: (numbers) => (numbers.length ? Math.min(...numbers) : 0),
  MAX: (numbers) => (numbers.length ? Math.max(...numbers) : 0),
  COUNT: (numbers) => numbers.length,
};

function tokens(text) {
  const found = [];
  let place = 0;
  while (place < text.trimEnd().length) {
    TOKEN.lastIndex = place;
    const match = TOKEN.exec(text);
    if (!match) throw new Failure("#SYNTAX");
    const kind = ["number", "cell", "name", "sign"][match.slice(1).findIndex((part) => part !== undefined)];
    found.push({ kind, text: match[0].trim().toUpperCase() });
    place = TOKEN.lastIndex;
  }
  return found;
}

/** Reads a formula into a tree. */
function parse(text) {
  const list = tokens(text);
  let at = 0;
  const peek = (sign) => list[at]?.kind === "sign" && list[at].text === sign;
  const take = (sign) => peek(sign) && Boolean(++at);
  const need = (sign) => {
    if (!take(sign)) throw new Failure("#SYNTAX");
  };
  const chain = (signs, part) => () => {
    let left = part();
    while (signs.some(peek)) left = { kind: "binary", sign: list[at++].text, left, right: part() };
    return left;
  };
  function unary() {
    if (take("-")) return { kind: "minus", of: unary() };
    if (take("(")) {
      const inner = sum();
      need(")");
      return inner;
    }
    const token = list[at++];
    if (token?.kind === "number") return { kind: "number", value: Number(token.text) };
    if (token?.kind === "cell") return { kind: "cell", name: token.text };
    if (token?.kind === "name" && Object.hasOwn(FUNCTIONS, token.text)) return { kind: "call", name: token.text, inputs: inputs() };
    throw new Failure("#SYNTAX");
  }
  function inputs() {
    need("(");
    const found = [];
    if (take(")")) return found;
    do {
      const [first, colon, last] = list.slice(at, at + 3);
      if (first?.kind === "cell" && colon?.text === ":" && last?.kind === "cell") {
        found.push({ kind: "range", first: first.text, last: last.text });
        at += 3;
      } else found.push(sum());
    } while (take(","));
    need(")");
    return found;
  }
  const product = chain(["*", "/"], unary);
  const sum = chain(["+", "-"], product);
  const tree = sum();
  if (at < list.length) throw new Failure("#SYNTAX");
  return tree;
}

function place(name) {
  const [, letters, row] = /^([A-Z]+)(\d+)$/.exec(name);
  return [[...letters].reduce((sum, c) => sum * 26 + c.charCodeAt(0) - 64, 0), Number(row)];
}

function inside(name, range) {
  if (!/^[A-Z]+\d+$/.test(name)) return false;
  const [at, first, last] = [name, range.first, range.last].map(place);
  return [0, 1].every((i) => at[i] >= Math.min(first[i], last[i]) && at[i] <= Math.max(first[i], last[i]));
}

export function evaluate(cells) {
  const values = {};
  const active = new Set();

  function valueOf(name) {
    if (Object.hasOwn(values, name)) return values[name];
    const raw = Object.hasOwn(cells, name) ? cells[name] : "";
    if (typeof raw !== "string" || !raw.startsWith("=")) return raw;
    if (active.has(name)) throw new Failure("#CYCLE");
    active.add(name);
    let value;
    try {
      value = compute(parse(raw.slice(1)));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      value = error.message;
    }
    active.delete(name);
    values[name] = value;
    return value;
  }

  const checked = (value) => {
    if (["#CYCLE", "#DIV", "#VALUE", "#SYNTAX"].includes(value)) throw new Failure(value);
    return value;
  };

  function numberOf(name) {
    const value = checked(valueOf(name));
    if (value === "") return 0;
    if (typeof value !== "number") throw new Failure("#VALUE");
    return value;
  }

  function compute(node) {
    if (node.kind === "number") return node.value;
    if (node.kind === "cell") return numberOf(node.name);
    if (node.kind === "minus") return -compute(node.of);
    if (node.kind === "call") return FUNCTIONS[node.name](node.inputs.flatMap(numbers));
    const [left, right] = [compute(node.left), compute(node.right)];
    if (node.sign === "/" && right === 0) throw new Failure("#DIV");
    return { "+": left + right, "-": left - right, "*": left * right, "/": left / right }[node.sign];
  }

  function numbers(input) {
    if (input.kind !== "range") return [compute(input)];
    return Object.keys(cells).filter((name) => inside(name, input)).map((name) => checked(valueOf(name))).filter((v) => v !== "").map(Number);
  }

  return Object.fromEntries(Object.keys(cells).map((name) => [name, valueOf(name)]));
}
