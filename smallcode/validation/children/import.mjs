// Loads modules as Node would and says what they export.
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import zlib from 'node:zlib';

const [mark, ...pieces] = process.argv.slice(2);
const job = JSON.parse(zlib.inflateSync(Buffer.from(pieces.join(''), 'base64url')));
process.argv.length = 2;
const write = process.stdout.write.bind(process.stdout);
const say = (message) => write(`\n${mark} ${JSON.stringify(message)}\n`);
const require = createRequire(path.join(process.cwd(), 'x.js'));

for (const { path: file, kind, names } of job.modules) {
  say({ type: 'start', id: file });
  try {
    const full = path.resolve(file);
    const loaded = kind === 'module' ? await import(pathToFileURL(full).href) : require(full);
    const own = kind === 'module' && loaded?.default && typeof loaded.default === 'object' ? loaded.default : {};
    const has = (name) => (name === 'default' ? kind !== 'module' || 'default' in loaded
      : loaded?.[name] !== undefined || own?.[name] !== undefined || loaded?.name === name || loaded?.default?.name === name);
    say({ type: 'module', id: file, ok: true, missing: names.filter((name) => !has(name)),
      there: Object.keys(loaded ?? {}).slice(0, 20) });
  } catch (error) {
    say({ type: 'module', id: file, ok: false, exception: String(error?.name ?? 'Error'), code: String(error?.code ?? ''),
      message: String(error?.message ?? error).slice(0, 1000), stack: String(error?.stack ?? '').slice(0, 3000) });
  }
}
say({ type: 'end' });
process.exit(0);
