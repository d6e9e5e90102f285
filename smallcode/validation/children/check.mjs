// Compiles JavaScript texts without running them and reports the first syntax error of each.
import vm from 'node:vm';
import zlib from 'node:zlib';

const [mark, ...pieces] = process.argv.slice(2);
const job = JSON.parse(zlib.inflateSync(Buffer.from(pieces.join(''), 'base64url')));
const parameters = ['exports', 'require', 'module', '__filename', '__dirname'];
const say = (message) => process.stdout.write(`\n${mark} ${JSON.stringify(message)}\n`);

function attempt(kind, name, text) {
  try {
    if (kind === 'module') new vm.SourceTextModule(text, { identifier: name });
    else vm.compileFunction(text, parameters, { filename: name });
    return null;
  } catch (error) {
    // The place stands in the stack's first lines: "name:line", the source line, carets under the column.
    if (kind === 'module' && !String(error.stack).startsWith(`${name}:`)) return located(name, text, error);
    const [place = '', source = '', carets = ''] = String(error.stack).split('\n');
    const line = place.startsWith(`${name}:`) ? Number(place.slice(name.length + 1).split(':')[0]) || 0 : 0;
    return { kind, message: `${error.name}: ${error.message}`, line, column: line ? carets.indexOf('^') + 1 : 0, source };
  }
}

// Errors of modules come without their place: the same text as the body of an async function usually fails at the same one.
function located(name, text, error) {
  const body = text.replace(/^\s*import\b[^;\n]*;?/gm, '').replace(/^(\s*)export\s+(?:default\s+)?(?!\{|\*)/gm, '$1')
    .replace(/^\s*export\s*(?:\{[^}]*\}|\*)[^;\n]*;?/gm, (m) => m.replace(/[^\n]/g, ''));
  const found = attempt('commonjs', name, `(async () => {${body}\n})`);
  const message = `${error.name}: ${error.message}`;
  return found?.message === message ? found : { kind: 'module', message, line: 0, column: 0, source: '' };
}

for (const { id, name, text, kinds } of job.texts) {
  const body = text.startsWith('#!') ? `//${text}` : text;
  const failures = kinds.map((kind) => attempt(kind, name, body));
  const ok = failures.some((failure) => failure === null);
  say({ type: 'text', id, ok, failure: ok ? null : failures.find((failure) => failure.line) ?? failures[0] });
}
say({ type: 'end' });
