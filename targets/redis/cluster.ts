/**
 * Redis under sentinels as a service. Each node runs a server and a sentinel; the first node begins as the primary, the
 * others as its replicas, and a majority of the sentinels can make another one the primary. Both keep their configuration
 * in files, because both rewrite it: a server that was killed comes back as what a sentinel last made of it.
 */
import type { NodeId } from '../runtime.ts';
import type { Binary, Inquiry, Service, ServiceContext, ServiceProcess } from '../service.ts';
import type { NodeStatus } from '../target.ts';
import { asked } from './connection.ts';
import { MASTER_NAME, replicaFlags, replicationFields, usableSentinels } from './sentinel.ts';

export const SERVER_PORT = 6379;
export const SENTINEL_PORT = 26379;
/** Redis' own default is 30 seconds, which is as long as a test. */
const DOWN_AFTER_MS = 1_000;
const FAILOVER_TIMEOUT_MS = 3_000;

const REDIS: Binary = {
  name: 'redis-server',
  versionArguments: ['--version'],
  version: /\bv=(\d+(?:\.\d+)*)/,
  // Replicas and sentinels announce addresses, and configuration speaks of replicas.
  least: '5.0.0',
  install: { debian: 'redis-server', brew: 'redis' },
};

export const redisService: Service = {
  kind: 'service',
  // It is its own sentinel.
  binaries: [REDIS],
  ports: [SERVER_PORT, SENTINEL_PORT],
  sharesAddresses: true,
  container: { image: 'redis:7-bookworm', directory: '/data', entrypoint: 'replaced' },
  processes: (context) => [serverProcess(context), sentinelProcess(context)],
  ready: async (inquiry) => (await Promise.all(inquiry.nodes.map((node) => isReady(inquiry, node)))).every(Boolean),
  async status(inquiry, node): Promise<NodeStatus | undefined> {
    try {
      const role = (await replicationOf(inquiry, node)).get('role');
      if (role === undefined) return undefined;
      return { role: role === 'master' ? 'primary' : 'replica', primary: role === 'master' };
    } catch {
      return undefined;
    }
  },
};

const SERVER_FILE = 'redis.conf';
const SENTINEL_FILE = 'sentinel.conf';

function serverProcess({ node, nodes, directory, listen }: ServiceContext): ServiceProcess {
  const { host, port } = listen(node, SERVER_PORT);
  const [first = node] = nodes;
  const primary = listen(first, SERVER_PORT);
  const lines = [
    `bind ${host}`,
    `port ${port}`,
    `dir "${directory(node)}"`,
    'protected-mode no',
    // Every write goes to the log, and the log to the disk once a second: Redis' own advice.
    'appendonly yes',
    'appendfsync everysec',
    'save ""',
    `replica-announce-ip ${host}`,
    `replica-announce-port ${port}`,
    'repl-diskless-sync yes',
    'repl-diskless-sync-delay 0',
    'repl-ping-replica-period 1',
    'repl-timeout 5',
    ...(node === first ? [] : [`replicaof ${primary.host} ${primary.port}`]),
  ];
  return configured('redis', SERVER_FILE, lines, directory(node), []);
}

function sentinelProcess({ node, nodes, directory, listen }: ServiceContext): ServiceProcess {
  const { host, port } = listen(node, SENTINEL_PORT);
  const primary = listen(nodes[0] ?? node, SERVER_PORT);
  const majority = Math.floor(nodes.length / 2) + 1;
  const lines = [
    `bind ${host}`,
    `port ${port}`,
    `dir "${directory(node)}"`,
    'protected-mode no',
    `sentinel myid ${idOf(nodes, node)}`,
    `sentinel announce-ip ${host}`,
    `sentinel announce-port ${port}`,
    `sentinel monitor ${MASTER_NAME} ${primary.host} ${primary.port} ${majority}`,
    `sentinel down-after-milliseconds ${MASTER_NAME} ${DOWN_AFTER_MS}`,
    `sentinel failover-timeout ${MASTER_NAME} ${FAILOVER_TIMEOUT_MS}`,
    `sentinel parallel-syncs ${MASTER_NAME} ${nodes.length}`,
    // It would find the others out by itself, in ten seconds or so, and write them down here.
    ...others(nodes, node).map((other) => {
      const sentinel = listen(other, SENTINEL_PORT);
      return `sentinel known-sentinel ${MASTER_NAME} ${sentinel.host} ${sentinel.port} ${idOf(nodes, other)}`;
    }),
    ...others(nodes, nodes[0]).map((other) => {
      const replica = listen(other, SERVER_PORT);
      return `sentinel known-replica ${MASTER_NAME} ${replica.host} ${replica.port}`;
    }),
  ];
  return configured('sentinel', SENTINEL_FILE, lines, directory(node), ['--sentinel']);
}

const others = (nodes: readonly NodeId[], node: NodeId | undefined): readonly NodeId[] =>
  nodes.filter((other) => other !== node);

/** Forty digits in base 16, as a sentinel would draw. */
const idOf = (nodes: readonly NodeId[], node: NodeId): string =>
  (nodes.indexOf(node) + 1).toString(16).padStart(40, 'a');

function configured(
  name: string,
  path: string,
  lines: readonly string[],
  directory: string,
  parameters: readonly string[],
): ServiceProcess {
  return {
    name,
    command: ['redis-server', `${directory}/${path}`, ...parameters],
    environment: {},
    files: [{ path, text: lines.map((line) => `${line}\n`).join('') }],
  };
}

/** Its server is the primary or follows it, and its sentinel is in touch with all the others: else it could elect nobody. */
async function isReady(inquiry: Inquiry, node: NodeId): Promise<boolean> {
  const count = inquiry.nodes.length;
  try {
    const server = await replicationOf(inquiry, node);
    const isPrimary = server.get('role') === 'master' && server.get('connected_slaves') === String(count - 1);
    if (!isPrimary && server.get('master_link_status') !== 'up') return false;
    return await asked(inquiry.route('client', node, SENTINEL_PORT), inquiry.timeoutMs, async (sentinel) => {
      const replicas = await replicaFlags(sentinel);
      const areWell = replicas.length === count - 1 && replicas.every((flags) => flags === 'slave');
      return areWell && (await usableSentinels(sentinel)) === count;
    });
  } catch {
    return false;
  }
}

const replicationOf = (inquiry: Inquiry, node: NodeId): Promise<ReadonlyMap<string, string>> =>
  asked(inquiry.route('client', node, SERVER_PORT), inquiry.timeoutMs, replicationFields);
