// Runs one hidden check (an ES module whose default export throws when something is wrong), and says at the
// end, and only then, that it passed: code under test may end the process.
import { writeSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const proof = process.env.EVAL_PROOF;
delete process.env.EVAL_PROOF;
const exit = process.exit.bind(process);
try {
  const check = await import(pathToFileURL(resolve(process.argv[2])));
  await check.default();
} catch (error) {
  console.error(error);
  exit(1);
}
writeSync(1, `\n${proof}\n`);
exit(0);
