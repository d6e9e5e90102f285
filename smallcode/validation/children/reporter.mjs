// A reporter for `node --test`: one marked JSON line for each test that ended. The mark comes by the environment of the
// reporting process and is deleted there, so that the tests' own processes never see it.
const mark = process.env.SMALLCODE_MARK;
delete process.env.SMALLCODE_MARK;

// A file without tests of its own fails as a whole: what was wrong stands only in what its process printed.
const printed = new Map();
const THROWN = /^(?:Uncaught )?([A-Z]\w*(?:Error|Exception))(?: \[(\w+)\])?(?:: ?([\s\S]*?))?\n((?:[ \t]+at .*\n)+)/m;

function thrown(text) {
  const [, name, code, message = '', stack] = THROWN.exec(text) ?? [];
  return name && { name, code, message: message.trim(), stack };
}

function describe(error, file) {
  let cause = error?.cause ?? error ?? {};
  if (cause.name === undefined || cause.message === 'test failed') cause = thrown(printed.get(file) ?? '') ?? cause;
  const kind = cause.code === 'ERR_ASSERTION' ? 'assertion'
    : error?.failureType === 'testTimeoutFailure' ? 'timeout'
    : cause.name === 'SyntaxError' ? 'syntax'
    : /MODULE_NOT_FOUND/.test(cause.code ?? '') ? 'import' : 'exception';
  const stack = String(cause.stack ?? '');
  return {
    kind, exception: String(cause.name ?? 'Error'), message: String(cause.message ?? cause).slice(0, 2000),
    stack: stack.slice(0, 4000),
  };
}

export default async function* reporter(source) {
  for await (const event of source) {
    if (event.type === 'test:stderr') {
      const { file, message } = event.data;
      printed.set(file, ((printed.get(file) ?? '') + message).slice(0, 20000));
    }
    if (event.type !== 'test:pass' && event.type !== 'test:fail') continue;
    const { name, file, line, details, nesting, skip, todo } = event.data;
    const message = { type: 'test', name, file, line, nesting, suite: details?.type === 'suite',
      outcome: skip !== undefined || todo !== undefined ? 'skipped' : event.type === 'test:pass' ? 'passed' : 'failed' };
    if (event.type === 'test:fail') Object.assign(message, describe(details?.error, file));
    if (details?.error?.failureType === 'subtestsFailed') message.suite = true;
    yield `\n${mark} ${JSON.stringify(message)}\n`;
  }
  yield `\n${mark} {"type": "end"}\n`;
}
