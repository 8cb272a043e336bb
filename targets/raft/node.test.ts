/** The node around the core: nothing leaves before it is stable, and clients hear what became of their requests. */
import { pack } from 'msgpackr';
import { describe, expect, test } from 'vitest';
import { append, entriesOf } from './core.support.ts';
import type { Message as RaftMessage, Request as RaftRequest } from './messages.ts';
import { ELECTION_TIMEOUT_MS, RaftNode } from './node.ts';
import { Registers } from './registers/machine.ts';
import { type RegisterOperations, registers } from './registers/registers.ts';
import { PAPER, type Rules } from './rules.ts';
import { HandDisk, HandRuntime } from './runtime.support.ts';

type Message = RaftMessage<RegisterOperations>;
type Request = RaftRequest<RegisterOperations['command']>;

const PEERS = ['n2', 'n3'];
const request = (sequence: number, value = sequence, key = 'x'): Request => ({
  session: 's',
  sequence,
  command: { f: 'write', key, value },
});

function start({ peers = PEERS, disk = new HandDisk(), rules = {} as Partial<Rules> } = {}) {
  const runtime = new HandRuntime({ self: 'n1', peers, disk, codec: registers.codec });
  const node = new RaftNode({ runtime, service: registers, machine: new Registers(), rules: { ...PAPER, ...rules } });
  const sent = (to: string) => runtime.takeSent().flatMap((one) => (one.to === to ? [one.message] : []));
  const grant = (term: number, preVote: boolean): void =>
    runtime.deliver('n2', { type: 'vote', term, voteGranted: true, preVote });
  /** Leads term 1, with its no-op committed. */
  const lead = () => {
    runtime.pass(ELECTION_TIMEOUT_MS.high);
    if (peers.length > 0) grant(1, true);
    disk.finishAll();
    if (peers.length > 0) grant(1, false);
    disk.finishAll();
    acknowledge(1);
    runtime.takeSent();
    expect([node.core.role, node.core.commitIndex]).toEqual(['leader', 1]);
  };
  const acknowledge = (matchIndex: number, round = 0) => {
    const told = { success: true, matchIndex, conflictTerm: 0, conflictIndex: 0, round };
    if (peers.length > 0) runtime.deliver('n2', { type: 'appended', term: 1, ...told });
  };
  const read = (sequence: number): Message => ({ type: 'read', session: 's', sequence, query: { key: 'x' } });
  return { runtime, node, disk, sent, grant, lead, acknowledge, read };
}

describe('nothing is said before it is on stable storage (figure 2)', () => {
  const ask: Message = { type: 'requestVote', term: 1, lastLogIndex: 0, lastLogTerm: 0, preVote: false };
  test.each<[string, Message, file: string, answer: Partial<Message>]>([
    ['a vote', ask, 'state', { type: 'vote', voteGranted: true }],
    ['an appended entry', append(0, { entries: entriesOf([0]) }), 'log', { type: 'appended', matchIndex: 1 }],
    ['a later term', append(1), 'state', { type: 'appended', term: 1 }],
  ])('%s', (_what, message, file, answer) => {
    const { runtime, disk, sent } = start();
    runtime.deliver('n2', message);
    expect(sent('n2')).toEqual([]);
    expect(disk.syncing).toEqual([file]);
    disk.finishAll();
    expect(sent('n2')).toMatchObject([answer]);
  });

  test.each<[string, Partial<Rules>, Message]>([
    ['state', { syncsState: false }, ask],
    ['log', { syncsLog: false }, append(0, { entries: entriesOf([0]) })],
  ])('but for the planted bug that does not sync the %s', (_file, rules, message) => {
    const { runtime, sent } = start({ rules });
    runtime.deliver('n2', message);
    expect(sent('n2')).toHaveLength(1);
  });

  test('a candidate asks for votes only after its own is saved', () => {
    const { runtime, disk, grant } = start();
    runtime.pass(ELECTION_TIMEOUT_MS.high);
    expect(runtime.takeSent().map(({ message }) => message)).toMatchObject(PEERS.map(() => ({ preVote: true })));
    grant(1, true);
    expect(runtime.takeSent()).toEqual([]);
    disk.finishAll();
    expect(runtime.takeSent().map(({ message }) => message)).toMatchObject(
      PEERS.map(() => ({ preVote: false, term: 1 })),
    );
  });

  test('a heartbeat needs no disk, and is answered at once', () => {
    const { runtime, disk, sent } = start();
    runtime.deliver('n2', append(0));
    expect([disk.syncing, sent('n2').length]).toEqual([[], 1]);
  });
});

describe('a restarted node', () => {
  const before = () => {
    const { runtime, disk } = start();
    runtime.deliver('n2', { type: 'requestVote', term: 5, lastLogIndex: 0, lastLogTerm: 0, preVote: false });
    runtime.deliver('n2', append(5, { entries: entriesOf([5, 5]), leaderCommit: 2 }));
    disk.finishAll();
    return disk;
  };

  test('remembers its term, its vote and its log, and nothing else', () => {
    const { node } = start({ disk: before().afterCrash() });
    const { core } = node;
    expect([core.currentTerm, core.votedFor, core.log.lastIndex]).toEqual([5, 'n2', 2]);
    expect([core.role, core.leader, core.commitIndex, core.lastApplied]).toEqual(['follower', null, 0, 0]);
  });

  test('votes for nobody else in the term in which it has voted', () => {
    const { runtime, disk, sent } = start({ disk: before().afterCrash() });
    runtime.deliver('n3', { type: 'requestVote', term: 5, lastLogIndex: 9, lastLogTerm: 5, preVote: false });
    // Not even a refusal rests on what was never synced.
    expect(sent('n3')).toEqual([]);
    disk.finishAll();
    expect(sent('n3')).toMatchObject([{ type: 'vote', voteGranted: false }]);
  });
});

describe('clients', () => {
  test.each<[string, (read: (sequence: number) => Message) => Message]>([
    ['command', () => ({ type: 'command', request: request(4) })],
    ['read', (read) => read(4)],
  ])('a follower sends a %s on to the leader, if it knows one', (_what, messageOf) => {
    const { runtime, sent, read } = start();
    runtime.deliver('c1', messageOf(read));
    runtime.deliver('n3', append(0));
    runtime.deliver('c1', messageOf(read));
    expect(sent('c1')).toEqual([
      { type: 'notLeader', sequence: 4, leader: null },
      { type: 'notLeader', sequence: 4, leader: 'n3' },
    ]);
  });

  test('a command is answered when it is committed and applied, once', () => {
    const { runtime, disk, sent, lead, acknowledge } = start();
    lead();
    runtime.deliver('c1', { type: 'command', request: request(4, 40) });
    disk.finishAll();
    expect(sent('c1')).toEqual([]);
    acknowledge(2);
    acknowledge(2);
    expect(sent('c1')).toEqual([{ type: 'result', sequence: 4, result: { applied: true, value: 40 } }]);
  });

  test('a command that is sent again is appended again, answered again and applied once', () => {
    const { runtime, node, disk, sent, lead, acknowledge } = start();
    lead();
    const increment: Request = { session: 's', sequence: 4, command: { f: 'cas', key: 'x', from: null, to: 1 } };
    for (let i = 0; i < 2; i++) runtime.deliver('c1', { type: 'command', request: increment });
    disk.finishAll();
    acknowledge(3);
    expect(node.core.lastApplied).toBe(3);
    const answer = { type: 'result', sequence: 4, result: { applied: true, value: 1 } };
    expect(sent('c1')).toEqual([answer, answer]);
  });

  test('a read is answered after a round that it began, with what is applied then', () => {
    const { runtime, disk, sent, lead, acknowledge, read } = start();
    lead();
    runtime.deliver('c2', read(9));
    runtime.deliver('c1', { type: 'command', request: request(4, 40) });
    disk.finishAll();
    acknowledge(2, 0);
    expect(sent('c2')).toEqual([]);
    acknowledge(2, 1);
    expect(sent('c2')).toEqual([{ type: 'result', sequence: 9, result: { applied: true, value: 40 } }]);
  });

  test('a deposed leader sends readers elsewhere, and the writer whose entry was overwritten too', () => {
    const { runtime, disk, sent, lead, read } = start();
    lead();
    runtime.deliver('c1', { type: 'command', request: request(4) });
    runtime.deliver('c2', read(9));
    // n3 leads term 2, without the entry 2 of term 1.
    const noOp = { term: 2, request: null };
    runtime.deliver('n3', append(2, { prevLogIndex: 1, prevLogTerm: 1, entries: [noOp], leaderCommit: 2 }));
    disk.finishAll();
    const elsewhere = { type: 'notLeader', leader: 'n3' };
    expect(runtime.sent.filter(({ to }) => to === 'c2')).toEqual([
      { to: 'c2', message: { ...elsewhere, sequence: 9 } },
    ]);
    expect(sent('c1')).toEqual([{ ...elsewhere, sequence: 4 }]);
  });

  test('a command that survives its leader is still answered by it', () => {
    const { runtime, disk, sent, lead } = start();
    lead();
    runtime.deliver('c1', { type: 'command', request: request(4, 40) });
    runtime.deliver('n3', append(2, { prevLogIndex: 2, prevLogTerm: 1, leaderCommit: 2 }));
    disk.finishAll();
    expect(sent('c1')).toEqual([{ type: 'result', sequence: 4, result: { applied: true, value: 40 } }]);
  });
});

test('a node without others serves all alone, once its disk is done', () => {
  const { runtime, disk, sent, lead, read } = start({ peers: [] });
  lead();
  runtime.deliver('c1', { type: 'command', request: request(4, 40) });
  expect(sent('c1')).toEqual([]);
  disk.finishAll();
  runtime.deliver('c1', read(5));
  expect(sent('c1').map((message) => message.type === 'result' && message.result.value)).toEqual([40, 40]);
});

test.each<[string, (from: HandRuntime<RegisterOperations>) => void, sequence: number]>([
  ['garbage', (runtime) => runtime.deliverBytes('c1', Uint8Array.of(1, 2, 3)), 0],
  ['a command that is none', (runtime) => runtime.deliverBytes('c1', pack([4, 's', 7, 'x'])), 7],
  ['a vote', (runtime) => runtime.deliver('c1', { type: 'vote', term: 9, voteGranted: true, preVote: false }), 0],
])('%s of a client is answered with an error, and the node stays up', (_what, send, sequence) => {
  const { runtime, node, sent, lead } = start();
  lead();
  send(runtime);
  expect(sent('c1')).toEqual([{ type: 'rejected', sequence, because: expect.any(String) }]);
  expect(node.core.role).toBe('leader');
});

test('an answer that a client sends is not answered: two nodes would go on for ever', () => {
  const { runtime, sent } = start();
  runtime.deliver('c1', { type: 'rejected', sequence: 1, because: 'x' });
  expect(sent('c1')).toEqual([]);
});

test('bytes of a peer that are no message stop the node: there nobody sends any', () => {
  const { runtime } = start();
  expect(() => runtime.deliverBytes('n2', Uint8Array.of(1, 2, 3))).toThrow();
});

test('what it tells about itself', () => {
  const { node, lead } = start();
  expect(node.status()).toMatchObject({ role: 'follower', primary: false, term: 0 });
  lead();
  expect(node.status()).toEqual({
    role: 'leader',
    primary: true,
    term: 1,
    detail: { lastIndex: 1, commitIndex: 1, leader: 'n1' },
  });
});
