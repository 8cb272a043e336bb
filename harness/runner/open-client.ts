/** How a process of the history comes to its client: by the target's way of opening one, in the environment at hand. */
import type { AnyClient, AnyTarget } from '../../targets/target.ts';
import type { Cluster } from '../environments/environment.ts';
import type { TestPlan } from '../plan.ts';

interface Opening {
  readonly plan: TestPlan;
  readonly target: AnyTarget;
  readonly cluster: Cluster;
  /** The node that it speaks to first, where that is written down. */
  readonly contact: string | undefined;
}

/** A client of its own name for each process; who is closed is no longer there to be paused. */
export function openClient(
  { plan, target, cluster, contact: told }: Opening,
  process: number,
  thread: number,
): AnyClient {
  const name = `c${process}`;
  const contact = told ?? (cluster.nodes[thread % cluster.nodes.length] as string);
  const options = { timeoutMs: plan.opTimeoutSeconds * 1000, settings: plan.settings };
  const client =
    target.open?.(cluster.client(name), contact, options) ??
    (cluster.endpoints && target.openService?.(cluster.endpoints(name), contact, options));
  if (client === undefined) throw new Error(`target ${plan.target} opens no clients in environment ${plan.env}`);
  return {
    invoke: (invocation) => client.invoke(invocation),
    close() {
      client.close();
      cluster.release(name);
    },
  };
}
