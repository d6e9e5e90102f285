export function evaluate(cells) {
  const result = {};
  const value = (name) => {
    const raw = cells[name] ?? 0;
    if (typeof raw !== "string" || !raw.startsWith("=")) return raw;
    const code = raw.slice(1).toUpperCase().replace(/[A-Z]+\d+/g, (n) => `(${value(n)})`);
    try { return eval(code); } catch { return "#SYNTAX"; }
  };
  for (const name of Object.keys(cells)) result[name] = value(name);
  return result;
}
