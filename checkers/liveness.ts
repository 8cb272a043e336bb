/**
 * Whether the system recovered: once all faults are healed, clients that ask must succeed again. It judges only what
 * comes after the nemesis' last `heal-all`. No success at all is a violation; a client that was turned away to the end
 * while others succeeded is `unknown`, since an object may have good reason to refuse one (a lock that another holds).
 */
import { nsToSeconds } from '../harness/core/time.ts';
import type { Op, Vocabulary } from '../histories/op.ts';
import type { Checker } from './checker.ts';
import { healedAt } from './nemesis-events.ts';

export const liveness: Checker = {
  name: 'liveness',
  summary: 'After all faults were healed, operations succeed again.',
  async check(history) {
    const healed = healedAt(history);
    if (healed === undefined) {
      return { valid: 'unknown', because: 'The run has no final phase: nothing records that all faults were healed.' };
    }
    const clients = [...clientsOf(history.slice(healed + 1)).values()];
    const sum = (of: (client: Client) => number): number => clients.reduce((total, client) => total + of(client), 0);
    const [tried, succeeded] = [sum((client) => client.tried), sum((client) => client.succeeded)];
    const refused = clients.filter(isRefused).length;
    const evidence = { clients: clients.length, tried, succeeded, refusedClients: refused };
    if (tried === 0) {
      return { valid: 'unknown', because: 'No operation was tried after all faults were healed.', evidence };
    }
    if (succeeded === 0) {
      const spanNs = (history.at(-1)?.time ?? 0) - (history[healed]?.time ?? 0);
      const because =
        `no progress after all faults were healed: none of ${tried} operations by ${clients.length} clients ` +
        `succeeded in the ${nsToSeconds(spanNs).toFixed(1)} s that followed.`;
      return { valid: false, because, evidence };
    }
    if (refused === 0) return { valid: true, evidence };
    const because = `${refused} of ${clients.length} clients never succeeded after all faults were healed, though others did.`;
    return { valid: 'unknown', because, evidence };
  },
};

interface Client {
  tried: number;
  succeeded: number;
  failed: number;
}

/** By process; an operation that was invoked before the healing does not count, however it ends. */
function clientsOf<V extends Vocabulary>(events: readonly Op<V>[]): Map<Op['process'], Client> {
  const clients = new Map<Op['process'], Client>();
  for (const { process, type } of events) {
    if (process === 'nemesis') continue;
    const client = clients.get(process);
    if (type === 'invoke') {
      if (client) client.tried++;
      else clients.set(process, { tried: 1, succeeded: 0, failed: 0 });
    } else if (client && type === 'ok') client.succeeded++;
    else if (client && type === 'fail') client.failed++;
  }
  return clients;
}

/** A process whose last operation is open or of unknown outcome is retired: another one goes on in its place. */
function isRefused({ tried, succeeded, failed }: Client): boolean {
  return succeeded === 0 && failed === tried;
}
