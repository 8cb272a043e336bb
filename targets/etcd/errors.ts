/**
 * What etcd's errors say about a write: that it certainly did not happen, or nothing. An error that is not in the table is
 * unknown, and so is each that etcd returns after a request may have entered its log, however final it sounds. Reads are
 * not judged here: one that failed has changed nothing.
 */

export interface ErrorRow {
  /** As etcd words it: its gRPC codes hold both kinds (`Unavailable` is a refusal here and a time-out there). */
  readonly says: string;
  readonly outcome: 'definite' | 'unknown';
  readonly because: string;
}

export const ETCD_ERRORS: readonly ErrorRow[] = [
  ...rows('definite', 'the request is refused as malformed before it is proposed', [
    'etcdserver: key is not provided',
    'etcdserver: value is provided',
    'etcdserver: lease is provided',
    'etcdserver: too many operations in txn request',
    'etcdserver: duplicate key given in txn request',
    'etcdserver: request is too large',
  ]),
  ...rows('definite', 'the lease is looked up before anything is written, and a transaction is all or nothing', [
    'etcdserver: requested lease not found',
  ]),
  ...rows('definite', 'a lease of that number or length is refused, and none is made', [
    'etcdserver: lease already exists',
    'etcdserver: too large lease TTL',
  ]),
  ...rows('definite', 'the server is behind with applying its log, and refuses what it would have to propose', [
    'etcdserver: too many requests',
  ]),
  ...rows('definite', 'raft itself refused the proposal on this server, so it is in no log', ['raft proposal dropped']),
  ...rows('definite', 'the call is refused as one that this server or cluster does not serve', [
    'etcdserver: not capable',
    'etcdserver: rpc not supported for learner',
  ]),
  ...rows('unknown', 'the request was proposed, and may yet be committed when nobody waits for it any more', [
    'etcdserver: request timed out',
    'etcdserver: request timed out, possibly due to previous leader failure',
    'etcdserver: request timed out, possibly due to connection lost',
    'etcdserver: request timed out, waiting for the applied index took too long',
    'context deadline exceeded',
    'context canceled',
  ]),
  ...rows('unknown', 'the server stopped while it waited for what it had proposed', ['etcdserver: server stopped']),
  ...rows('unknown', 'the leader may have gone after it had taken the request', [
    'etcdserver: leader changed',
    'etcdserver: no leader',
    'etcdserver: not leader',
  ]),
  // etcd applies the write all the same, and only adds the error to the answer: it must do alike on every server.
  ...rows('unknown', 'the first request over the quota is applied, and answered with this', [
    'etcdserver: mvcc: database space exceeded',
  ]),
  ...rows('unknown', 'what a corrupt server did nobody knows', ['etcdserver: corrupt cluster']),
];

const DEFINITE: ReadonlySet<string> = new Set(
  ETCD_ERRORS.filter(({ outcome }) => outcome === 'definite').map(({ says }) => says),
);

export const isDefinite = (words: string): boolean => DEFINITE.has(words);

function rows(outcome: ErrorRow['outcome'], because: string, says: readonly string[]): readonly ErrorRow[] {
  return says.map((words) => ({ says: words, outcome, because }));
}
