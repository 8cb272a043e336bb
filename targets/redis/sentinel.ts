/** What sentinels and servers say of who is the primary. */
import type { Redis } from 'ioredis';
import type { Endpoint } from '../service.ts';

/** What the sentinels call the primary, whoever it is. */
export const MASTER_NAME = 'harness';

/** By the sentinel's own knowledge, which in a minority is old. */
export async function primaryBy(sentinel: Redis): Promise<Endpoint | undefined> {
  const answer = await sentinel.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', MASTER_NAME);
  if (!Array.isArray(answer)) return undefined;
  const [host, port] = answer.map(String);
  return host === undefined ? undefined : { host, port: Number(port) };
}

/** Of each replica that the sentinel knows: `slave` alone if it is well, and more words if it is down or out of reach. */
export async function replicaFlags(sentinel: Redis): Promise<readonly string[]> {
  const answer = await sentinel.call('SENTINEL', 'REPLICAS', MASTER_NAME);
  const replicas: readonly unknown[] = Array.isArray(answer) ? answer : [];
  return replicas.map((fields) => {
    const words = Array.isArray(fields) ? fields.map(String) : [];
    return words[words.indexOf('flags') + 1] ?? '';
  });
}

/** How many sentinels can be reached, this one included; 0 if they are not enough to elect a primary. */
export async function usableSentinels(sentinel: Redis): Promise<number> {
  const answer = await sentinel.call('SENTINEL', 'CKQUORUM', MASTER_NAME);
  return Number(/^OK (\d+) usable/.exec(String(answer))?.[1] ?? 0);
}

/** `role`, `master_link_status` and the like, as the server sees itself. */
export async function replicationFields(server: Redis): Promise<ReadonlyMap<string, string>> {
  const lines = (await server.info('replication')).split('\r\n');
  return new Map(lines.filter((line) => line.includes(':')).map((line) => pairOf(line)));
}

function pairOf(line: string): [string, string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon), line.slice(colon + 1)];
}
