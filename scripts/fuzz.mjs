/**
 * `npm run fuzz NAME [-- arguments]`: runs a built fuzzer. What it found goes to the exit code: 0 nothing, 1 a difference.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const BAD_ARGUMENTS = 254;
const CRASH = 255;

/** Their programs, as they are built. */
const fuzzers = { checker: 'dist/checkers/linearizable/fuzz/main.js' };

const [name, ...rest] = process.argv.slice(2);
if (name === undefined || !Object.hasOwn(fuzzers, name)) {
  const problem = name === undefined ? 'which fuzzer?' : `no fuzzer is named ${name}.`;
  console.error(`${problem} There are: ${Object.keys(fuzzers).join(', ')}. Usage: npm run fuzz NAME`);
  process.exit(BAD_ARGUMENTS);
}
const built = fileURLToPath(new URL(`../${fuzzers[name]}`, import.meta.url));
if (!existsSync(built)) {
  console.error(`fuzzer ${name} is not built: run \`npm run build\` first`);
  process.exit(BAD_ARGUMENTS);
}
const { status } = spawnSync(process.execPath, [built, ...rest], { stdio: 'inherit' });
process.exit(status ?? CRASH);
