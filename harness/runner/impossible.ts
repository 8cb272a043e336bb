/**
 * What only a deployed cluster can say: whether the faults of the plan can be had on this machine, for this target, on this
 * network. Refused before anything has happened, in one sentence; the plan has refused what no such environment can do.
 */
import type { Nemesis } from '../../nemesis/nemesis.ts';
import { UserError } from '../core/errors.ts';
import type { Cluster } from '../environments/environment.ts';

export function refuseImpossible(
  nemeses: readonly Nemesis[],
  cluster: Pick<Cluster, 'effects' | 'faults' | 'lacks'>,
): void {
  for (const { name, needs, effects } of nemeses) {
    const missing = needs.find((kind) => cluster.faults[kind] === undefined);
    if (missing !== undefined) {
      const because = cluster.lacks?.[missing] ?? 'the environment does not offer them';
      throw new UserError(`nemesis ${name} needs ${missing} faults, which cannot be had here: ${because}`);
    }
    const { effects: possible } = cluster;
    if (possible === undefined || effects === undefined) continue;
    if (effects.some((all) => all.every((effect) => possible.has(effect)))) continue;
    throw new UserError(
      `nemesis ${name} needs ${effects.map((all) => all.join(' and ')).join(', or ')} of links, ` +
        `and this network can do ${[...possible].join(', ')}`,
    );
  }
}
