/** Log replication in the core (section 5.3, figures 2 and 7): what a follower stores, and how a leader repairs it. */
import { describe, expect, test } from 'vitest';
import {
  append,
  appended,
  type Core,
  coreOf,
  Ether,
  elect,
  entriesOf,
  kinds,
  type Message,
  type MessageOf,
  sends,
  sentTo,
  tell,
  termsOf,
} from './core.support.ts';

describe('AppendEntries, receiver (figure 2)', () => {
  type Case = {
    log: number[];
    prev: [index: number, term: number];
    entries: number[];
    term?: number;
    becomes: number[];
    answer: object;
  };
  const ok = (matchIndex: number) => ({ success: true, matchIndex });
  const no = (conflictTerm: number, conflictIndex: number) => ({ success: false, conflictTerm, conflictIndex });

  test.each<[string, Case]>([
    ['1: a leader of a term that is over', { log: [2], prev: [0, 0], entries: [1], term: 1, becomes: [2], answer: {} }],
    ['2: nothing at prevLogIndex', { log: [1], prev: [3, 2], entries: [2], becomes: [1], answer: no(0, 2) }],
    ['2: another term there', { log: [1, 2, 2], prev: [3, 3], entries: [4], becomes: [1, 2, 2], answer: no(2, 2) }],
    ['2: the term began with the log', { log: [1, 1], prev: [2, 3], entries: [], becomes: [1, 1], answer: no(1, 1) }],
    [
      '3: a conflict, and all that follows it',
      { log: [1, 2, 2], prev: [1, 1], entries: [3], becomes: [1, 3], answer: ok(2) },
    ],
    [
      '3: no conflict, nothing is cut',
      { log: [1, 1, 1], prev: [0, 0], entries: [1], becomes: [1, 1, 1], answer: ok(1) },
    ],
    ['3: a heartbeat cuts nothing', { log: [1, 1, 1], prev: [1, 1], entries: [], becomes: [1, 1, 1], answer: ok(1) }],
    [
      '4: entries that are not there yet',
      { log: [1], prev: [0, 0], entries: [1, 1, 4], becomes: [1, 1, 4], answer: ok(3) },
    ],
    ['4: the first entries of all', { log: [], prev: [0, 0], entries: [1, 2], becomes: [1, 2], answer: ok(2) }],
  ])('%s', (_rule, { log, prev, entries, term = 4, becomes, answer }) => {
    const core = coreOf({ log, currentTerm: Math.max(2, ...log) });
    const [prevLogIndex, prevLogTerm] = prev;
    const effects = tell(
      core,
      'n2',
      append(term, { prevLogIndex, prevLogTerm, entries: entriesOf(entries, prevLogIndex + 1), round: 6 }),
    );
    expect(termsOf(core)).toEqual(becomes);
    expect(sends(effects)).toEqual([
      // Not before what it stored is stable.
      {
        do: 'send',
        to: 'n2',
        durable: true,
        message: expect.objectContaining({ term: core.currentTerm, round: 6, ...answer }),
      },
    ]);
    const changed = becomes.findIndex((entry, index) => entry !== log[index]);
    expect(effects.filter((effect) => effect.do === 'persistLog')).toEqual(
      changed < 0 ? [] : [{ do: 'persistLog', from: changed + 1 }],
    );
    expect(kinds(effects).includes('restartElectionTimer')).toBe(term >= 2);
  });

  test('requests that arrive in the wrong order end in the same log', () => {
    const core = coreOf();
    const requests = [[1], [1, 1], [1, 1, 1]].map((entries) => append(1, { entries: entriesOf(entries) }));
    for (const index of [2, 0, 1]) tell(core, 'n2', requests[index] as Message);
    expect(termsOf(core)).toEqual([1, 1, 1]);
  });
});

describe('figure 7', () => {
  const leader = [1, 1, 1, 4, 4, 5, 5, 6, 6, 6];
  const followers: readonly [name: string, log: number[], refusals: number][] = [
    ['a, one entry behind', [1, 1, 1, 4, 4, 5, 5, 6, 6], 1],
    ['b, far behind', [1, 1, 1, 4], 1],
    ['c, one entry too many', [1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 6], 0],
    ['d, a term too many', [1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 7, 7], 0],
    ['e, behind, with more of a term', [1, 1, 1, 4, 4, 4, 4], 2],
    ['f, terms that nobody else has', [1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3], 2],
  ];
  const cores = (): [Core, ...Core[]] => [
    coreOf({ nodes: 7, log: leader, currentTerm: 7 }),
    ...followers.map(([, log], index) => coreOf({ self: `n${index + 2}`, nodes: 7, log, currentTerm: 7 })),
  ];

  test.each(followers.map(([name, log, refusals], index) => ({ name, log, refusals, node: `n${index + 2}` })))(
    'follower $name: is repaired, at one refusal for each term in conflict',
    ({ node, refusals }) => {
      const ether = new Ether(cores());
      const [first] = ether.cores.values();
      first?.electionTimeout(1000);
      ether.settle(1000);
      expect(first?.role).toBe('leader');
      expect(termsOf(ether.core(node))).toEqual([...leader, 8]);
      expect(ether.core(node).log.slice(1, 99)).toEqual(first?.log.slice(1, 99));
      const refused = ether.messages.filter(
        ({ from, message }) => from === node && message.type === 'appended' && !message.success,
      );
      expect(refused).toHaveLength(refusals);
    },
  );

  test('who may lead: c and d refuse, and four of seven are enough without them', () => {
    const ether = new Ether(cores());
    ether.core('n1').electionTimeout(1000);
    ether.settle(1000);
    const voters = ether.messages.filter(
      ({ message }) => message.type === 'vote' && message.voteGranted && !message.preVote,
    );
    expect(voters.map(({ from }) => from)).toEqual(['n2', 'n3', 'n6', 'n7']);
  });
});

describe('conflict-term backtracking, leader (end of section 5.3)', () => {
  const refuse = (core: Core, conflictTerm: number, conflictIndex: number) =>
    appended(core, { success: false, conflictTerm, conflictIndex });
  const nextAfter = (log: number[], ...answers: [conflictTerm: number, conflictIndex: number][]) => {
    const core = coreOf({ log });
    elect(core);
    let next: number | undefined;
    for (const [term, index] of answers) {
      const [message] = sentTo(tell(core, 'n2', refuse(core, term, index)), 'n2');
      next = message?.type === 'appendEntries' ? message.prevLogIndex + 1 : undefined;
    }
    return next;
  };

  test.each<[string, number[], [number, number], number]>([
    ['a log that is too short', [1, 1, 1, 1], [0, 2], 2],
    ['a term that the leader has: behind its last entry of it', [1, 1, 2, 3], [2, 2], 4],
    ['a term that the leader never had: the whole term is skipped', [1, 1, 4, 4], [2, 2], 2],
    ['nothing in common', [2, 2, 2], [1, 1], 1],
  ])('%s', (_name, log, answer, next) => {
    expect(nextAfter(log, answer)).toBe(next);
  });

  test('a late refusal teaches nothing, and is not answered', () => {
    expect(nextAfter([1, 1, 4, 4], [2, 2], [2, 2])).toBe(undefined);
  });

  test('it never goes back behind what the follower has confirmed', () => {
    const core = coreOf({ log: [1, 1, 1, 1] });
    elect(core);
    tell(core, 'n2', appended(core, { matchIndex: 5 }));
    expect(sends(tell(core, 'n2', refuse(core, 0, 2)))).toEqual([]);
  });
});

describe('one batch under way to each follower', () => {
  const request = { session: 's', sequence: 1, command: { f: 'write', key: 0, value: 1 } } as const;
  const batches = (messages: readonly Message[]) =>
    messages.filter((message): message is MessageOf<'appendEntries'> => message.type === 'appendEntries');

  test('commands wait for the answer, and then go together', () => {
    const core = coreOf();
    elect(core);
    for (let i = 0; i < 40; i++) core.propose(request, 1001);
    expect(batches(sentTo(core.takeEffects(), 'n2'))).toEqual([]);
    // The answer to the no-op; a batch is at most 32 entries.
    const [first] = batches(sentTo(tell(core, 'n2', appended(core, { matchIndex: 1 })), 'n2'));
    expect([first?.prevLogIndex, first?.entries.length]).toEqual([1, 32]);
    // An answer to something older (a heartbeat) does not start a second batch.
    expect(sends(tell(core, 'n2', appended(core, { matchIndex: 1 })))).toEqual([]);
    const [second] = batches(sentTo(tell(core, 'n2', appended(core, { matchIndex: 33 })), 'n2'));
    expect([second?.prevLogIndex, second?.entries.length]).toEqual([33, 8]);
    expect(sends(tell(core, 'n2', appended(core, { matchIndex: 41 })))).toEqual([]);
  });

  test('a heartbeat sends again what was lost', () => {
    const core = coreOf();
    elect(core);
    core.heartbeat(1050);
    expect(batches(sentTo(core.takeEffects(), 'n3'))).toMatchObject([{ prevLogIndex: 0, entries: [{ term: 1 }] }]);
  });
});
