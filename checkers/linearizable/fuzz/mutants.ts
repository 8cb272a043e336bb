/**
 * Cores that are wrong on purpose: the sources of the core, compiled with one rule's condition broken (see core/rules.ts).
 * Nothing is written anywhere.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { UserError } from '../../../harness/core/errors.ts';
import { type Core, loadCore } from '../core.ts';

export interface Mutation {
  readonly name: string;
  readonly value: number;
}

const SWITCH = 'export const BROKEN: i32 = 0;';

/** As core/rules.ts lists them. */
export async function mutations(): Promise<readonly Mutation[]> {
  const rules = await readFile(`${await sources()}/rules.ts`, 'utf8');
  const [, values = ''] = rules.split(SWITCH);
  return Array.from(values.matchAll(/^export const (\w+): i32 = (\d+);$/gm), ([, name = '', value]) => {
    return { name, value: Number(value) };
  });
}

/** Nobody waits for this core to be fast: what the compiler does in no time is enough. */
const FLAGS = ['-O1', '--runtime', 'stub', '--noAssert', '--use', 'abort='];

export async function compileMutant({ value }: Mutation): Promise<Core> {
  const { default: asc } = await import('assemblyscript/asc');
  const folder = await sources();
  let binary: Uint8Array | undefined;
  let switched = false;
  const { error, stderr } = await asc.main(['index.ts', '--baseDir', folder, '-o', 'mutant.wasm', ...FLAGS], {
    async readFile(name: string, baseDir: string): Promise<string | null> {
      const text = await readFile(`${baseDir}/${name}`, 'utf8').catch(() => null);
      if (text === null || !text.includes(SWITCH)) return text;
      switched = true;
      return text.replace(SWITCH, SWITCH.replace('0', String(value)));
    },
    writeFile(_name: string, contents: Uint8Array | string): void {
      if (typeof contents !== 'string') binary = contents;
    },
  });
  if (error) throw new Error(`cannot compile the mutant: ${error.message}\n${stderr.toString()}`);
  if (binary === undefined || !switched) throw new Error('the mutant is no mutant: core/rules.ts has no switch');
  return loadCore(binary);
}

/** Beside this file when running from sources, else in the package that dist belongs to. */
async function sources(): Promise<string> {
  for (const place of ['../core/', '../../../../checkers/linearizable/core/']) {
    const folder = fileURLToPath(new URL(place, import.meta.url));
    if (await readFile(`${folder}rules.ts`).catch(() => undefined)) return folder.slice(0, -1);
  }
  throw new UserError('the sources of the core are not here: --broken needs a clone of the repository');
}
