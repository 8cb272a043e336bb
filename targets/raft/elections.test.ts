/** Elections in the core (sections 5.1, 5.2, 5.4.1; thesis 9.6), input by input. */
import { describe, expect, test } from 'vitest';
import {
  append,
  coreOf,
  ELECTION_TIMEOUT_MS,
  elect,
  kinds,
  type Message,
  type Past,
  sends,
  sentTo,
  tell,
} from './core.support.ts';

const ask = (term: number, log: readonly number[] = [], preVote = false): Message => ({
  type: 'requestVote',
  term,
  lastLogIndex: log.length,
  lastLogTerm: log.at(-1) ?? 0,
  preVote,
});
const granted = (term: number, preVote = false): Message => ({ type: 'vote', term, voteGranted: true, preVote });
describe('RequestVote, receiver (figure 2; sections 5.2, 5.4.1)', () => {
  test.each<[rule: string, past: Past, request: Message, voteGranted: boolean, term: number]>([
    ['1: a term that is over gets no vote', { currentTerm: 5 }, ask(4, [4]), false, 5],
    ['2: a first vote is free', { currentTerm: 5 }, ask(5), true, 5],
    ['2: the same candidate gets it again', { currentTerm: 5, votedFor: 'n2' }, ask(5), true, 5],
    ['2: another candidate does not', { currentTerm: 5, votedFor: 'n3' }, ask(5), false, 5],
    ['a new term is a new vote', { currentTerm: 5, votedFor: 'n3' }, ask(6), true, 6],
    ['5.4.1: the same log is good enough', { log: [1, 1, 2] }, ask(3, [1, 1, 2]), true, 3],
    ['5.4.1: of the same last term, the longer log', { log: [1, 2] }, ask(3, [1, 2, 2]), true, 3],
    ['5.4.1: of the same last term, the shorter log', { log: [1, 2, 2] }, ask(3, [1, 2]), false, 3],
    ['5.4.1: a later last term wins, however short', { log: [1, 1, 1, 1] }, ask(3, [2]), true, 3],
    ['5.4.1: an earlier last term loses, however long', { log: [2] }, ask(3, [1, 1, 1, 1]), false, 3],
  ])('%s', (_rule, past, request, voteGranted, term) => {
    const core = coreOf(past);
    expect(sentTo(tell(core, 'n2', request), 'n2')).toEqual([{ type: 'vote', term, voteGranted, preVote: false }]);
    expect({ term: core.currentTerm, votedFor: core.votedFor }).toEqual({
      term,
      votedFor: voteGranted ? 'n2' : term === past.currentTerm ? (past.votedFor ?? null) : null,
    });
  });

  test('a vote is saved before it is sent, and gives the candidate a whole timeout', () => {
    const effects = tell(coreOf(), 'n2', ask(1));
    expect(kinds(effects)).toEqual(['persistState', 'persistState', 'restartElectionTimer', 'vote']);
    expect(sends(effects)).toEqual([expect.objectContaining({ durable: true })]);
  });

  test('a refusal tells nobody to wait', () => {
    expect(kinds(tell(coreOf({ currentTerm: 1, votedFor: 'n3' }), 'n2', ask(1)))).toEqual(['vote']);
  });
});

describe('pre-vote (thesis 9.6)', () => {
  const heardLeaderAt = (now: number, past: Past = {}) => {
    const core = coreOf({ currentTerm: 3, ...past });
    tell(core, 'n3', append(3), now);
    return core;
  };

  test.each<[rule: string, past: Past, request: Message, now: number, voteGranted: boolean]>([
    ['while a leader is heard, none', {}, ask(4, [], true), 999 + ELECTION_TIMEOUT_MS, false],
    ['after a whole timeout of silence', {}, ask(4, [], true), 1000 + ELECTION_TIMEOUT_MS, true],
    ['a log that is behind wins no election', { log: [1, 2], currentTerm: 3 }, ask(4, [1], true), 5000, false],
    ['the term must be a new one', {}, ask(3, [], true), 5000, false],
  ])('%s', (_rule, past, request, now, voteGranted) => {
    const core = heardLeaderAt(1000, past);
    const effects = tell(core, 'n2', request, now);
    expect(effects).toEqual([
      {
        do: 'send',
        to: 'n2',
        durable: false,
        message: { type: 'vote', term: voteGranted ? 4 : 3, voteGranted, preVote: true },
      },
    ]);
    expect([core.currentTerm, core.votedFor]).toEqual([3, null]);
  });

  test('a leader refuses: it is alive', () => {
    const core = coreOf();
    elect(core);
    expect(sentTo(tell(core, 'n2', ask(9, [1, 1, 1], true), 9000), 'n2')).toMatchObject([{ voteGranted: false }]);
    expect(core.role).toBe('leader');
  });

  test('a node that hears nobody keeps its term, however often it tries', () => {
    const core = coreOf({ currentTerm: 3 });
    for (let now = 1000; now < 5000; now += 300) core.electionTimeout(now);
    expect([core.role, core.currentTerm]).toEqual(['follower', 3]);
  });
});

describe('candidates (section 5.2)', () => {
  /** Each step: who says what, and the role and term after it. */
  const campaign: readonly [what: string, from: string, message: Message, role: string, term: number][] = [
    ['a pre-vote of another term', 'n5', granted(9, true), 'follower', 0],
    ['a vote nobody asked for yet', 'n2', granted(0), 'follower', 0],
    ['one pre-vote of two', 'n2', granted(1, true), 'follower', 0],
    ['the same one again', 'n2', granted(1, true), 'follower', 0],
    ['a majority of pre-votes', 'n3', granted(1, true), 'candidate', 1],
    ['a vote of an earlier term', 'n5', granted(0), 'candidate', 1],
    ['a late pre-vote is no vote', 'n4', granted(1, true), 'candidate', 1],
    ['one vote', 'n2', granted(1), 'candidate', 1],
    ['the same vote again', 'n2', granted(1), 'candidate', 1],
    ['a refusal', 'n4', { type: 'vote', term: 1, voteGranted: false, preVote: false }, 'candidate', 1],
    ['a majority of votes', 'n3', granted(1), 'leader', 1],
  ];

  test('win with the votes of more than half, each voter counted once', () => {
    const core = coreOf({ nodes: 5 });
    core.electionTimeout(1000);
    for (const [what, from, message, role, term] of campaign) {
      core.receive(from, message, 1001);
      core.stateDurable(1);
      expect([what, core.role, core.currentTerm]).toEqual([what, role, term]);
    }
  });

  test('ask for votes only when their own is saved', () => {
    const core = coreOf();
    core.electionTimeout(1000);
    const effects = tell(core, 'n2', granted(1, true));
    expect(kinds(effects)).toEqual(['persistState', 'requestVote', 'requestVote']);
    expect(sends(effects).every(({ durable }) => durable)).toBe(true);
    expect(core.votedFor).toBe('n1');
  });

  test('their own vote counts when it is stable: or a lone node would lead a term that a crash makes it forget', () => {
    const core = coreOf({ nodes: 1 });
    core.electionTimeout(1000);
    expect([core.role, core.currentTerm]).toEqual(['candidate', 1]);
    core.stateDurable(0);
    expect(core.role).toBe('candidate');
    core.stateDurable(1);
    expect(core.role).toBe('leader');
  });

  test('start over with a pre-vote when an election comes to nothing', () => {
    const core = coreOf();
    core.electionTimeout(1000);
    tell(core, 'n2', granted(1, true));
    core.takeEffects();
    core.electionTimeout(1300);
    expect(sends(core.takeEffects()).map(({ message }) => message)).toEqual([ask(2, [], true), ask(2, [], true)]);
    // Votes of the election that failed are not pre-votes for the next one.
    tell(core, 'n3', granted(1), 1301);
    expect([core.role, core.currentTerm]).toEqual(['candidate', 1]);
  });

  test.each<[what: string, message: Message, term: number]>([
    ['a leader of the same term', append(1), 1],
    ['a leader of a later term', append(4), 4],
    ['a refusal from a later term', { type: 'vote', term: 7, voteGranted: false, preVote: false }, 7],
    ['a refused pre-vote from a later term', { type: 'vote', term: 7, voteGranted: false, preVote: true }, 7],
    ['a candidate of a later term', ask(7), 7],
  ])('give up for %s', (_what, message, term) => {
    const core = coreOf();
    core.electionTimeout(1000);
    tell(core, 'n2', granted(1, true));
    expect(core.role).toBe('candidate');
    tell(core, 'n3', message);
    expect([core.role, core.currentTerm]).toEqual(['follower', term]);
    // Votes that are still on their way elect nobody now.
    tell(core, 'n2', granted(1));
    tell(core, 'n2', granted(term));
    expect(core.role).toBe('follower');
  });
});
