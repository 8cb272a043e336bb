/**
 * `npm run bench NAME [-- arguments]`: runs the built bench/NAME.ts. Every file in bench/ is a bench; a bench is a
 * program that prints what it measured.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const BAD_ARGUMENTS = 254;
const CRASH = 255;

const root = new URL('..', import.meta.url);
const benches = readdirSync(new URL('bench/', root))
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => file.slice(0, -'.ts'.length))
  .sort();

const [name, ...rest] = process.argv.slice(2);
if (name === undefined || !benches.includes(name)) {
  const problem = name === undefined ? 'which bench?' : `no bench is named ${name}.`;
  console.error(`${problem} There are: ${benches.join(', ')}. Usage: npm run bench NAME`);
  process.exit(BAD_ARGUMENTS);
}
const built = fileURLToPath(new URL(`dist/bench/${name}.js`, root));
if (!existsSync(built)) {
  console.error(`bench ${name} is not built: run \`npm run build\` first`);
  process.exit(BAD_ARGUMENTS);
}
const { status } = spawnSync(process.execPath, [built, ...rest], { stdio: 'inherit' });
process.exit(status ?? CRASH);
