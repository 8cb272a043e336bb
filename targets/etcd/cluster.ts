/**
 * etcd as a service: one process for each node, with a data directory of its own, and a client port that serves gRPC and
 * the JSON gateway. Heartbeats and elections are ten times as quick as etcd's own defaults, in the same proportion, so that
 * a test need not wait; nothing that keeps data safe is turned off.
 */

import type { NodeId } from '../runtime.ts';
import {
  type Addresses,
  type Binary,
  hostAndPort,
  type Inquiry,
  type Service,
  type ServiceContext,
  type ServiceProcess,
} from '../service.ts';
import type { NodeStatus } from '../target.ts';
import { at, Gateway } from './gateway.ts';

export const CLIENT_PORT = 2379;
const PEER_PORT = 2380;
const HEARTBEAT_MS = 50;
const ELECTION_MS = 500;

const ETCD: Binary = {
  name: 'etcd',
  versionArguments: ['--version'],
  version: /etcd Version: (\d+(?:\.\d+)*)/,
  // Older ones have their gateway elsewhere.
  least: '3.4.0',
  install: { debian: 'etcd-server', brew: 'etcd' },
};

export const etcdService: Service = {
  kind: 'service',
  binaries: [ETCD],
  ports: [CLIENT_PORT, PEER_PORT],
  sharesAddresses: true,
  container: { image: 'quay.io/coreos/etcd:v3.5.21', directory: '/data', entrypoint: 'replaced' },
  processes: (context) => [etcdProcess(context)],
  ready: async (inquiry) => {
    const all = await Promise.all(inquiry.nodes.map((node) => memberOf(inquiry, node)));
    const leaders = new Set(all.map((member) => member?.leader));
    return leaders.size === 1 && !leaders.has(undefined) && !leaders.has(NOBODY);
  },
  async status(inquiry, node): Promise<NodeStatus | undefined> {
    const member = await memberOf(inquiry, node);
    if (member === undefined) return undefined;
    const primary = member.leader === member.id;
    return { role: primary ? 'leader' : 'follower', primary, term: member.term };
  },
};

function etcdProcess({ node, nodes, directory, listen }: ServiceContext): ServiceProcess {
  const url = (of: NodeId, port: number): string => `http://${hostAndPort(listen(of, port))}`;
  return {
    name: 'etcd',
    command: [
      'etcd',
      ...['--name', node],
      ...['--data-dir', `${directory(node)}/data`],
      ...['--listen-client-urls', url(node, CLIENT_PORT)],
      ...['--advertise-client-urls', url(node, CLIENT_PORT)],
      ...['--listen-peer-urls', url(node, PEER_PORT)],
      ...['--initial-advertise-peer-urls', url(node, PEER_PORT)],
      ...['--initial-cluster', nodes.map((of) => `${of}=${url(of, PEER_PORT)}`).join(',')],
      ...['--initial-cluster-state', 'new'],
      ...['--initial-cluster-token', 'harness'],
      ...['--heartbeat-interval', String(HEARTBEAT_MS)],
      ...['--election-timeout', String(ELECTION_MS)],
      ...['--logger', 'zap'],
      ...['--log-outputs', 'stderr'],
    ],
    // 3.4 refuses to run on 64-bit ARM unless it is told to; others take no notice.
    environment: process.arch === 'arm64' ? { ETCD_UNSUPPORTED_ARCH: 'arm64' } : {},
    files: [],
  };
}

/** A member's id for no leader. */
const NOBODY = '0';

interface Member {
  readonly id: string;
  readonly leader: string;
  readonly term: number;
}

/** What the node itself believes, whatever the others do. */
async function memberOf(inquiry: Inquiry, node: NodeId): Promise<Member | undefined> {
  try {
    const answer = await gatewayOf(inquiry, node).post('maintenance/status', {}, inquiry.timeoutMs);
    const id = String(at(answer, 'header', 'member_id') ?? '');
    // Fields of no value are left out.
    return { id, leader: String(at(answer, 'leader') ?? NOBODY), term: Number(at(answer, 'raftTerm') ?? 0) };
  } catch {
    return undefined;
  }
}

export const gatewayOf = (addresses: Addresses, node: NodeId): Gateway =>
  new Gateway(addresses.route('client', node, CLIENT_PORT));
