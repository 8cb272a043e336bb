/**
 * What the nemeses have done to the links, by layer, as both kinds of fabric keep it in memory. Here a link is checked
 * against what the fabric can do, before anything is carried out: an effect that is not there is refused, never skipped.
 */
import type { Link } from '../../../../nemesis/faults.ts';
import { UserError } from '../../../core/errors.ts';
import type { ClusterNetwork, LinkEffect } from './fabric.ts';

export class Layers {
  readonly #fabric: Pick<ClusterNetwork, 'name' | 'effects'>;
  readonly #links = new Map<string, readonly Link[]>();

  constructor(fabric: Pick<ClusterNetwork, 'name' | 'effects'>) {
    this.#fabric = fabric;
  }

  set(layer: string, links: readonly Link[]): void {
    for (const link of links) check(link, this.#fabric);
    this.#links.set(layer, links);
  }

  /** In the order in which the layers first came. */
  get all(): ReadonlyMap<string, readonly Link[]> {
    return this.#links;
  }
}

export const NO_NETEM = 'the kernel has no netem, or tc is not installed';

const WHY_NOT: { readonly [name: string]: { readonly [effect: string]: string } } = {
  docker: { delay: NO_NETEM, jitter: NO_NETEM },
  netns: { delay: NO_NETEM, jitter: NO_NETEM },
  rootless: { delay: NO_NETEM, jitter: NO_NETEM },
  proxy: { loss: 'it sees streams of bytes, not packets' },
};

function check(link: Link, { name, effects }: Pick<ClusterNetwork, 'name' | 'effects'>): void {
  const probability = link.loss ?? 0;
  if (!(probability >= 0 && probability <= 1)) {
    throw new RangeError(`loss of the link ${link.from} -> ${link.to} is no probability: ${probability}`);
  }
  const asked = effectsOf(link);
  for (const effect of asked) {
    if ((effects as ReadonlySet<string>).has(effect)) continue;
    const because = WHY_NOT[name]?.[effect] ?? 'it does not know messages';
    const can = [...effects].join(', ');
    throw new UserError(`the network fabric ${name} has no ${effect} of links, for ${because}: it can do ${can}`);
  }
}

function effectsOf(link: Link): readonly (LinkEffect | 'duplicate' | 'reorder')[] {
  const asked: (LinkEffect | 'duplicate' | 'reorder')[] = [];
  if (link.cut === true) asked.push('cut');
  if ((link.loss ?? 0) > 0) asked.push('loss');
  if ((link.delayMs ?? 0) > 0) asked.push('delay');
  if ((link.jitterMs ?? 0) > 0) asked.push('jitter');
  if ((link.duplicate ?? 0) > 0) asked.push('duplicate');
  if ((link.reorder ?? 0) > 0) asked.push('reorder');
  return asked;
}
