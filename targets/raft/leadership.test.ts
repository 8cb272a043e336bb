/** How leadership begins and ends in the core (section 5.1, section 8; thesis 6.2), and what a redirect rests on. */
import { describe, expect, test } from 'vitest';
import {
  append,
  appended,
  coreOf,
  ELECTION_TIMEOUT_MS,
  elect,
  kinds,
  type Message,
  sends,
  tell,
} from './core.support.ts';

const request = { session: 's', sequence: 1, command: { f: 'write', key: 0, value: 1 } } as const;

describe('a new leader', () => {
  test('begins its term with a no-op and tells everybody at once (section 8)', () => {
    const core = coreOf({ log: [1, 1], currentTerm: 4 });
    const effects = elect(core);
    expect(core.log.at(3)).toEqual({ term: 5, request: null });
    expect(kinds(effects).slice(-4)).toEqual(['becameLeader', 'persistLog', 'appendEntries', 'appendEntries']);
    expect(sends(effects).at(-1)).toMatchObject({
      // Before it is on its own disk: it does not count itself until then (thesis 10.2.1).
      durable: false,
      message: { term: 5, prevLogIndex: 2, prevLogTerm: 1, entries: [{ term: 5, request: null }] },
    });
  });

  test('takes commands, and only it does', () => {
    const core = coreOf();
    expect(core.propose(request, 1)).toBe(null);
    expect(core.read(1, 1)).toBe(false);
    elect(core);
    expect(core.propose(request, 1001)).toBe(2);
    expect(core.log.at(2)).toEqual({ term: 1, request });
  });
});

describe('a leader steps down', () => {
  const refusal: Message = {
    type: 'appended',
    term: 8,
    success: false,
    matchIndex: 0,
    conflictTerm: 0,
    conflictIndex: 1,
    round: 0,
  };
  test.each<[cause: string, message: Message, leader: string | null]>([
    ['a candidate', { type: 'requestVote', term: 8, lastLogIndex: 0, lastLogTerm: 0, preVote: false }, null],
    ['an answer to AppendEntries', refusal, null],
    ['a vote', { type: 'vote', term: 8, voteGranted: false, preVote: false }, null],
    ['another leader', append(8), 'n2'],
  ])('for a later term, told by %s (section 5.1)', (_cause, message, leader) => {
    const core = coreOf();
    elect(core);
    core.read(7, 1001);
    const effects = tell(core, 'n2', message, 1002);
    expect([core.role, core.currentTerm, core.leader, core.votedFor]).toEqual(['follower', 8, leader, null]);
    // Its election timer stood still, reads that it had not confirmed go elsewhere, and the new term is saved.
    expect(kinds(effects)).toEqual(
      expect.arrayContaining(['steppedDown', 'restartElectionTimer', 'refuseRead', 'persistState']),
    );
    expect(core.read(8, 1003)).toBe(false);
  });

  test('for an earlier term it does not', () => {
    const core = coreOf({ currentTerm: 8 });
    elect(core);
    for (const message of [refusal, append(8)]) tell(core, 'n2', message);
    expect([core.role, core.currentTerm]).toEqual(['leader', 9]);
  });

  test.each([
    ['a majority answers', 5, ['n2', 'n3'], 'leader'],
    ['one too few answer', 5, ['n2'], 'follower'],
    ['nobody answers', 3, [], 'follower'],
    ['there is nobody else', 1, [], 'leader'],
  ])('when a majority is out of reach, check-quorum (thesis 6.2): %s', (_name, nodes, answering, role) => {
    const core = coreOf({ nodes });
    elect(core, { nodes, now: 1000 });
    core.heartbeat(1000 + 2 * ELECTION_TIMEOUT_MS - 1);
    expect(core.role).toBe('leader');
    for (const peer of answering) tell(core, peer, appended(core, {}), 1200);
    core.heartbeat(1000 + 2 * ELECTION_TIMEOUT_MS);
    expect(core.role).toBe(role);
  });
});

describe('whom a follower takes for the leader', () => {
  test('is who sent the last AppendEntries, until a timeout or a later term', () => {
    const core = coreOf({ currentTerm: 3 });
    expect(core.leader).toBe(null);
    tell(core, 'n2', append(3));
    expect(core.leader).toBe('n2');
    tell(core, 'n3', append(2));
    expect(core.leader).toBe('n2');
    tell(core, 'n3', { type: 'requestVote', term: 4, lastLogIndex: 0, lastLogTerm: 0, preVote: false });
    expect(core.leader).toBe(null);
    tell(core, 'n3', append(4));
    expect(core.leader).toBe('n3');
    core.electionTimeout(1000);
    expect(core.leader).toBe(null);
  });
});
