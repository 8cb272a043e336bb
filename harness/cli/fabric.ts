/**
 * Settles where the processes of a run live, before it: what killed runs left behind is removed, the best network that works
 * is chosen, and if that takes namespaces, this very command is run once more inside of them. To find out takes about as long
 * as to start, so the command is started in the namespaces that are likely to do meanwhile. Plans of the simulation need none
 * of it.
 */
import { ANY_FABRIC } from '../environments/environment.ts';
import { enterNamespaces } from '../environments/local/fabric/enter.ts';
import type { FabricName } from '../environments/local/fabric/fabric.ts';
import { inside, type NamespaceName, permission } from '../environments/local/fabric/inside.ts';
import { obstacleTo } from '../environments/local/fabric/programs.ts';

/** Either the fabric to run on here, or the exit code of the command that ran elsewhere. */
export type Settled = { readonly fabric: string | undefined } | { readonly code: number };

export async function settleFabric(asked: string | undefined): Promise<Settled> {
  if (asked === undefined) return { fabric: undefined };
  if (inside() !== undefined) {
    const [name] = await Promise.all([chosen(asked), permission()]);
    return { fabric: name };
  }
  const likely = likelyOf(asked);
  const inner = likely === undefined ? undefined : enterNamespaces(likely);
  let name: FabricName;
  try {
    const { sweep } = await import('../environments/local/clean/sweep.ts');
    [name] = await Promise.all([chosen(asked), sweep()]);
    if (inner !== undefined && name === likely) return { code: await inner.begin() };
  } finally {
    await inner?.giveUp();
  }
  return name === 'proxy' ? { fabric: name } : { code: await enterNamespaces(name).begin() };
}

async function chosen(asked: string): Promise<FabricName> {
  const { chooseFabric } = await import('../environments/local/fabric/index.ts');
  return (await chooseFabric(asked === ANY_FABRIC ? undefined : (asked as FabricName))).kind.name;
}

/** The first that nothing speaks against so far. */
function likelyOf(asked: string): NamespaceName | undefined {
  const names = ['netns', 'rootless'] as const;
  return names.find((name) => (asked === ANY_FABRIC || asked === name) && obstacleTo(name) === undefined);
}
