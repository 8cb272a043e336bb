/** Every fabric there is, in the order in which they are tried, and the choice of one. */
import { UserError } from '../../../core/errors.ts';
import type { FabricKind, FabricName } from './fabric.ts';
import { inside } from './inside.ts';
import { namespaceFabric } from './netns.ts';
import { proxyFabric } from './proxy.ts';

export const fabrics: { readonly [name in FabricName]: FabricKind } = {
  netns: namespaceFabric('netns'),
  rootless: namespaceFabric('rootless'),
  proxy: proxyFabric,
};

export interface Choice {
  readonly kind: FabricKind;
  readonly detail: string;
  /** Those that would have come before it, and why they cannot be had here. */
  readonly passedOver: readonly { readonly name: FabricName; readonly reason: string }[];
}

/** The one that was asked for, else the first that works here. Inside of namespaces the choice has been made. */
export async function chooseFabric(asked?: FabricName): Promise<Choice> {
  const made = inside();
  if (made !== undefined && (asked === undefined || asked === made.fabric)) {
    return { kind: fabrics[made.fabric], detail: 'entered', passedOver: [] };
  }
  const passedOver: { name: FabricName; reason: string }[] = [];
  for (const kind of asked === undefined ? Object.values(fabrics) : [fabrics[asked]]) {
    const probe = await kind.probe();
    if (probe.ok) return { kind, detail: probe.detail, passedOver };
    passedOver.push({ name: kind.name, reason: probe.reason });
  }
  const why = passedOver.map(({ name, reason }) => `${name}: ${reason}`).join('; ');
  throw new UserError(
    asked === undefined
      ? `no network fabric works on this machine (${why})`
      : `the fabric ${asked} does not work on this machine, for ${passedOver[0]?.reason}: leave --fabric away to have one chosen`,
  );
}
