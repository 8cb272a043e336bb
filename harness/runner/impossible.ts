/**
 * What only a deployed cluster can say: whether the faults of the plan can be had on this machine, for this target, on this
 * network. Refused before anything has happened, in one sentence; the plan has refused what no such environment can do.
 */
import type { Nemesis } from '../../nemesis/nemesis.ts';
import { UserError } from '../core/errors.ts';
import type { Cluster } from '../environments/environment.ts';

/** Some nemeses of a plan cannot be had; without them the rest could be. */
export class ImpossibleNemeses extends UserError {
  /** By their names, without intervals. */
  readonly nemeses: readonly string[];

  constructor(objections: readonly Objection[]) {
    super(objections[0]?.because ?? 'nothing is impossible');
    this.nemeses = objections.map(({ name }) => name);
  }
}

interface Objection {
  readonly name: string;
  readonly because: string;
}

type Possible = Pick<Cluster, 'effects' | 'faults' | 'lacks'>;

export function refuseImpossible(nemeses: readonly Nemesis[], cluster: Possible): void {
  const objections = nemeses.flatMap((nemesis) => {
    const because = objectionTo(nemesis, cluster);
    return because === undefined ? [] : [{ name: nemesis.name, because }];
  });
  if (objections.length > 0) throw new ImpossibleNemeses(objections);
}

function objectionTo({ name, needs, effects }: Nemesis, cluster: Possible): string | undefined {
  const missing = needs.find((kind) => cluster.faults[kind] === undefined);
  if (missing !== undefined) {
    const because = cluster.lacks?.[missing] ?? 'the environment does not offer them';
    return `nemesis ${name} needs ${missing} faults, which cannot be had here: ${because}`;
  }
  const { effects: possible } = cluster;
  if (possible === undefined || effects === undefined) return undefined;
  if (effects.some((all) => all.every((effect) => possible.has(effect)))) return undefined;
  return (
    `nemesis ${name} needs ${effects.map((all) => all.join(' and ')).join(', or ')} of links, ` +
    `and this network can do ${[...possible].join(', ')}`
  );
}
