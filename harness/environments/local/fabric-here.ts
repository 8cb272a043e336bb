/** The fabric that this process can build: who enters namespaces is the command line, before a run, and with all of it. */
import type { NodeId } from '../../../targets/runtime.ts';
import { UserError } from '../../core/errors.ts';
import type { Fabric, FabricName, FabricOptions } from './fabric/fabric.ts';
import { fabrics } from './fabric/index.ts';
import { inside } from './fabric/inside.ts';

export function builtHere(
  asked: string | undefined,
  nodes: readonly NodeId[],
  options: FabricOptions,
): Promise<Fabric> {
  const entered = inside()?.fabric;
  const name = asked === undefined || asked === 'auto' ? (entered ?? 'proxy') : asked;
  if (!Object.hasOwn(fabrics, name)) {
    throw new UserError(`unknown fabric ${name}; known are: ${Object.keys(fabrics).join(', ')}`);
  }
  const fabric = fabrics[name as FabricName];
  if (fabric.name !== 'proxy' && entered !== fabric.name) {
    throw new UserError(
      `the fabric ${name} is for the command line: a run inside another program has the fabric proxy`,
    );
  }
  return fabric.build(nodes, options);
}
