/** What kind of run it was, in one line. A plan that names what is gone since is told from its fields. */
import type { OpenedRun } from '../../histories/index.ts';
import { scalarOf, textOf } from './stored-verdicts.ts';

export function planLine({ plan }: Pick<OpenedRun, 'plan'>): string {
  const { target, workload, env, seed, nemesis, bug, nodes, concurrency, timeLimitSeconds } = plan;
  return [
    textOf(target) ?? 'a target without a name',
    ...part('workload', workload),
    ...part('environment', env),
    ...part('seed', seed),
    ...part('nemesis', nemesis),
    ...(bug === null ? [] : part('planted bug', bug)),
    ...part('', nodes, ' nodes'),
    ...part('', concurrency, ' clients'),
    ...part('', timeLimitSeconds, ' s'),
  ].join(', ');
}

function part(before: string, value: OpenedRun['plan'][string], after = ''): readonly string[] {
  const text = scalarOf(value);
  return text === undefined ? [] : [`${before === '' ? '' : `${before} `}${text}${after}`];
}
