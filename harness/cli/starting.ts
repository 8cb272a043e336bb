/**
 * How `harness serve` has a run started: as this program once more, with the words of the command line. What a page asks for
 * is checked here as if it had been typed, so that it is refused in the same words; and it can ask for less than a terminal
 * can, which is on the machine of whoever types.
 */
import { join } from 'node:path';
import { targets } from '../../targets/index.ts';
import { UserError } from '../core/errors.ts';
import { didYouMean } from '../core/nearest.ts';
import { replayLine } from '../plan.ts';
import type { RunRef } from '../serve/api.ts';
import type { Starter } from '../serve/jobs.ts';
import { launch } from '../serve/launch.ts';
import { openPlaced } from '../serve/run-row.ts';
import { PLAN_FLAGS, planFrom } from './plan-flags.ts';
import { planOfRun } from './stored-plan.ts';
import { Values } from './values.ts';

/** This very program; its arguments come after. */
export const thisProgram = (): readonly string[] => [process.execPath, ...process.execArgv, process.argv[1] ?? ''];

export function starterIn(store: string, program: readonly string[]): Starter {
  return {
    async prepare(request) {
      const [command, words] = request.kind === 'test' ? testOf(request.options) : replayOf(request.run, store);
      const all = [...words, '--no-config', '--store', store, '--json'];
      return { command, start: (onProgress) => launch(program, all, onProgress) };
    },
  };
}

type Line = readonly [command: string, words: readonly string[]];

/** By the line that replays it: what is shown is what is run, with the seed that was drawn. */
function testOf(options: { readonly [flag: string]: string | true }): Line {
  const known = Object.keys(PLAN_FLAGS);
  const foreign = Object.keys(options).find((flag) => !known.includes(flag));
  if (foreign !== undefined) throw new UserError(`unknown option ${foreign}${didYouMean(foreign, known)}`);
  if (options.target !== undefined) refuseForeign({ target: options.target });
  const plan = planFrom(new Values(options));
  const command = replayLine(plan);
  return [command, command.split(' ').slice('npx harness'.split(' ').length)];
}

function replayOf(ref: RunRef, store: string): Line {
  const opened = openPlaced(store, ref);
  if ('problem' in opened) throw new UserError(opened.problem);
  refuseForeign(opened.run.plan);
  planOfRun(opened.run);
  const name = `${ref.test}/${ref.name}`;
  return [`npx harness replay ${name}`, ['replay', join(store, name)]];
}

/**
 * A system that is described by a file is code, which the plan of a run from elsewhere may name: that is for the terminal
 * alone. To be asked before anything looks into the file.
 */
function refuseForeign({ target, targetFile }: { readonly target?: unknown; readonly targetFile?: unknown }): void {
  if (targetFile === undefined && typeof target === 'string' && Object.hasOwn(targets, target)) return;
  throw new UserError(`target ${String(target)} is not one of the harness itself: start it in a terminal`);
}
