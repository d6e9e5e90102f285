// Evaluates calls in the old and the new text of modules that import nothing, each in a context of its own without any of
// Node's objects: no files, no network, no processes, no timers.
import vm from 'node:vm';
import zlib from 'node:zlib';

const [mark, ...pieces] = process.argv.slice(2);
const job = JSON.parse(zlib.inflateSync(Buffer.from(pieces.join(''), 'base64url')));
const say = (message) => process.stdout.write(`\n${mark} ${JSON.stringify(message)}\n`);

const SHOW = `(() => { const seen = new Set(); return (value) => {
  const show = (v, depth) => {
    if (typeof v === 'string') return JSON.stringify(v);
    if (typeof v === 'function') return '[function]';
    if (typeof v === 'bigint') return String(v) + 'n';
    if (v === null || typeof v !== 'object') return Object.is(v, -0) ? '-0' : String(v);
    if (depth > 4) return '...';
    if (Array.isArray(v)) return '[' + v.slice(0, 50).map((x) => show(x, depth + 1)).join(', ') + ']';
    if (v instanceof Map) return 'Map' + show([...v], depth + 1);
    if (v instanceof Set) return 'Set' + show([...v], depth + 1);
    return '{' + Object.entries(v).slice(0, 50).map(([k, x]) => k + ': ' + show(x, depth + 1)).join(', ') + '}';
  };
  return show(value, 0).slice(0, 300); }; })()`;

// Exports of a module without imports become plain declarations in the context, which calls then see by name.
function plain(text, kind) {
  if (kind !== 'module') return text;
  return text.replace(/^(\s*)export\s+default\s+(?=(?:async\s+)?function\s+[\w$]|class\s+[\w$])/gm, '$1')
    .replace(/^(\s*)export\s+default\s+/gm, '$1const __default = ')
    .replace(/^(\s*)export\s+(?=(?:async\s+)?(?:function|class|const|let|var)\b)/gm, '$1')
    .replace(/^\s*export\s*\{[^}]*\}\s*;?/gm, '');
}

function context(module, version) {
  const quiet = vm.runInNewContext('({ log() {}, warn() {}, error() {}, info() {}, debug() {} })');
  const space = vm.createContext(Object.create(null), { codeGeneration: { strings: false, wasm: false } });
  space.console = quiet;
  vm.runInContext('var module = { exports: {} }, exports = module.exports;', space);
  const name = module.path;
  vm.runInContext(plain(module[version], module.kind), space, { filename: name, timeout: job.milliseconds * 3 });
  space.__show = vm.runInContext(SHOW, space);
  return space;
}

function place(error, path) {
  for (const line of String(error?.stack ?? '').split('\n')) {
    const at = line.lastIndexOf(`${path}:`);
    if (at >= 0) return Number(line.slice(at + path.length + 1).split(/[:)]/)[0]) || 0;
  }
  return 0;
}

for (const version of ['old', 'new']) {
  const spaces = new Map();
  for (const module of job.modules) {
    try {
      spaces.set(module.path, context(module, version));
    } catch (error) {
      say({ type: 'module', version, path: module.path, message: String(error?.message ?? error).slice(0, 300) });
    }
  }
  let hung = 0;
  for (const { id, path, call, expected } of job.calls) {
    const space = spaces.get(path);
    if (!space || hung > 3) continue;
    say({ type: 'start', version, id });
    try {
      const options = { timeout: job.milliseconds, filename: 'call' };
      const value = vm.runInContext(`__show(${call})`, space, options);
      const answer = { type: 'answer', version, id, ok: true, value: String(value) };
      if (expected) answer.equal = value === vm.runInContext(`__show(${expected})`, space, options);
      say(answer);
    } catch (error) {
      const late = error?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
      hung += late ? 1 : 0;
      say({ type: 'answer', version, id, ok: false, exception: late ? 'Timeout' : String(error?.name ?? 'Error'),
        message: String(error?.message ?? error).slice(0, 300), path, line: place(error, path), kind: late ? 'timeout' : 'exception' });
    }
  }
}
say({ type: 'end' });
process.exit(0);
