/**
 * Where the command begins. A run in namespaces is this same command once more, inside of them: where that is plain from what
 * was typed, it goes there before anything else is loaded, which takes longer than all the rest. What is not plain here, or
 * goes wrong, the command finds out for itself.
 */
import module from 'node:module';
import { fileURLToPath } from 'node:url';
import { ANY_FABRIC } from '../environments/environment.ts';
import { inside } from '../environments/local/fabric/inside.ts';

export async function start(words: readonly string[] = process.argv.slice(2)): Promise<void> {
  keepCompiled();
  const fabric = inside() === undefined ? fabricTyped(words) : undefined;
  const code = fabric === undefined ? undefined : await enter(fabric);
  if (code !== undefined) process.exit(code);
  const { runCommandLine } = await import('./main.ts');
  await runCommandLine();
}

/** From 22.8 on, Node can keep what it has compiled, which is a fifth of a start; where it may not write, it does not. */
function keepCompiled(): void {
  const { enableCompileCache } = module as { readonly enableCompileCache?: (folder: string) => unknown };
  enableCompileCache?.(fileURLToPath(new URL('../../bundles/compiled', import.meta.url)));
}

const COMMANDS = ['test', 'bugs'];
const IN_NAMESPACES = [ANY_FABRIC, 'netns', 'rootless'];

/** Undefined unless what was typed surely runs real processes on a fabric of namespaces, if they can be had. */
export function fabricTyped(words: readonly string[]): string | undefined {
  const [command = ''] = words;
  const envs = typed('env', words);
  const [fabric = ANY_FABRIC, ...others] = typed('fabric', words);
  const isPlain = COMMANDS.includes(command) && envs.length === 1 && others.length === 0 && !words.includes('--help');
  return isPlain && envs[0] === 'local' && IN_NAMESPACES.includes(fabric) ? fabric : undefined;
}

/** The values of a flag, as `--env local` or as `--env=local`. */
function typed(flag: string, words: readonly string[]): readonly string[] {
  return words.flatMap((word, i) => {
    if (word === `--${flag}`) return words[i + 1] ?? [];
    return word.startsWith(`--${flag}=`) ? word.slice(flag.length + 3) : [];
  });
}

/** The exit code of the command inside; undefined if it is to run here after all. */
async function enter(fabric: string): Promise<number | undefined> {
  try {
    const { settleFabric } = await import('./fabric.ts');
    const settled = await settleFabric(fabric);
    return 'code' in settled ? settled.code : undefined;
  } catch {
    return undefined;
  }
}
