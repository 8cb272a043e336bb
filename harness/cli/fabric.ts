/**
 * Settles where the processes of a run live, before it: what killed runs left behind is removed, the best network that works
 * is chosen, and if that takes namespaces, this very command is run once more inside of them. Plans of the simulation need
 * none of it.
 */
import { ANY_FABRIC } from '../environments/environment.ts';
import type { FabricName } from '../environments/local/fabric/fabric.ts';
import { inside } from '../environments/local/fabric/inside.ts';

/** Either the fabric to run on here, or the exit code of the command that ran elsewhere. */
export type Settled = { readonly fabric: string | undefined } | { readonly code: number };

export async function settleFabric(asked: string | undefined): Promise<Settled> {
  if (asked === undefined) return { fabric: undefined };
  const [{ sweep }, { chooseFabric }, { enterNamespaces }] = await Promise.all([
    import('../environments/local/clean/sweep.ts'),
    import('../environments/local/fabric/index.ts'),
    import('../environments/local/fabric/enter.ts'),
  ]);
  if (inside() === undefined) await sweep();
  const { kind } = await chooseFabric(asked === ANY_FABRIC ? undefined : (asked as FabricName));
  const { name } = kind;
  return name === 'proxy' || inside() !== undefined ? { fabric: name } : { code: await enterNamespaces(name) };
}
