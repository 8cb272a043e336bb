/** Each way in which an object can be wrong, said in the words of that object: small histories, judged by the real checker. */
import { describe, expect, test } from 'vitest';
import type { Json } from '../core/json.ts';
import { historyOf, RunStore, type Told } from './inspect.support.ts';
import { storyOf } from './story.ts';

const store = new RunStore();

const write = (process: number, value: Json, from: number, to: number): Told => [
  process,
  'write',
  { value },
  { value },
  from,
  to,
];
const read = (process: number, value: Json, from: number, to: number): Told => [
  process,
  'read',
  {},
  { value },
  from,
  to,
];
const cas = (process: number, from: Json, to: Json, applied: boolean, at: number, end: number): Told => {
  return [process, 'cas', { from, to }, { from, to, applied }, at, end];
};
const enqueue = (process: number, value: Json, from: number, to: number): Told => [
  process,
  'enqueue',
  { value },
  { value },
  from,
  to,
];
const dequeue = (process: number, value: Json, from: number, to: number): Told => [
  process,
  'dequeue',
  {},
  { value },
  from,
  to,
];

const CASES: readonly (readonly [
  what: string,
  model: string,
  operations: readonly Told[],
  headline: string,
  sentence: string,
])[] = [
  [
    'a stale read',
    'cas-register',
    [write(0, 1, 0, 10), write(0, 2, 20, 30), read(1, 1, 40, 50)],
    'Process 1 read 1 although 2 had been written before it began.',
    'The client was shown the past: this is a stale read.',
  ],
  [
    'a write that vanished',
    'cas-register',
    [write(0, 1, 0, 10), read(1, null, 40, 50)],
    'Process 1 read nothing although 1 had been written before it began.',
    'The write of 1 was acknowledged: it is lost, or this client was shown what was before it.',
  ],
  [
    'a lost update',
    'cas-register',
    [write(0, 1, 0, 10), write(0, 2, 20, 30), cas(1, 1, 3, true, 40, 50)],
    'Process 1 changed 1 to 3 although 2 had been written before it began.',
    'It was decided on a value of the past, and what was written since is lost: a lost update.',
  ],
  [
    'new, then old',
    'cas-register',
    [write(0, 1, 0, 10), write(2, 2, 20, 90), read(1, 2, 30, 40), read(3, 1, 50, 60)],
    'Process 3 read 1 although process 1 had read 2 there before.',
    'The read was called at 0.050 s, 10.0 ms after that: the register went back in time. One client saw the new value and a later one the old one.',
  ],
  [
    'a value from nowhere',
    'cas-register',
    [write(0, 1, 0, 10), read(1, 7, 40, 50)],
    'Process 1 read 7, which nobody had put there.',
    'No operation of the whole run has this value: it came out of thin air.',
  ],
  [
    'a write that failed and took effect',
    'cas-register',
    [write(0, 1, 0, 10), [2, 'write', { value: 7 }, 'fail', 12, 14], read(1, 7, 40, 50)],
    'Process 1 read 7, which nobody had put there.',
    "Process 2's write of 7 (0.012 s to 0.014 s) would have put it there, but was reported as not having happened: it did happen.",
  ],
  [
    'a cas that was refused and took effect',
    'cas-register',
    [write(0, 1, 0, 10), cas(2, 9, 7, false, 12, 14), read(1, 7, 40, 50)],
    'Process 1 read 7, which nobody had put there.',
    "Process 2's compare-and-set from 9 to 7 (0.012 s to 0.014 s) would have put it there, but was answered that it had not been applied: that was not true, or it took effect later all the same.",
  ],
  [
    'a read of the future',
    'cas-register',
    [read(1, 7, 0, 10), write(0, 7, 20, 30)],
    'Process 1 read 7 before anybody had begun to write it.',
    "It returned at 0.010 s; process 0's write of 7 began at 0.020 s.",
  ],
  [
    'a cas refused without a reason',
    'cas-register',
    [write(0, 1, 0, 10), cas(1, 1, 2, false, 20, 30)],
    'Process 1 was refused to change 1 to 2 although 1 was there all the while.',
    'A compare-and-set from 1 may be refused only where something else is there. In every order of these operations 1 is there from before 0.020 s until after 0.030 s.',
  ],
  [
    'an element twice',
    'fifo-queue',
    [enqueue(0, 5, 0, 10), dequeue(1, 5, 20, 30), dequeue(2, 5, 40, 50)],
    'Element 5 was dequeued twice, by process 1 and by process 2.',
    'It was enqueued once. What a queue has handed out is gone from it.',
  ],
  [
    'an element from nowhere',
    'fifo-queue',
    [enqueue(0, 5, 0, 10), dequeue(1, 6, 20, 30)],
    'Process 1 dequeued 6, which nobody had put into the queue.',
    'No operation of the run enqueues it.',
  ],
  [
    'a queue that seems empty',
    'fifo-queue',
    [enqueue(0, 5, 0, 10), dequeue(1, null, 20, 30)],
    'Process 1 found the queue empty although 5 was in it.',
    'It had been enqueued by process 0 by 0.010 s, and nobody took it before 0.030 s.',
  ],
  [
    'an element out of turn',
    'fifo-queue',
    [enqueue(0, 5, 0, 10), enqueue(0, 6, 20, 30), dequeue(1, 6, 40, 50), dequeue(1, 5, 60, 70)],
    'Process 1 dequeued 6 although 5 was before it in the queue.',
    '5 had been enqueued by 0.010 s, before 6 was (from 0.020 s on), and nobody took it before 0.050 s.',
  ],
  [
    'a lock with two holders',
    'mutex',
    [
      [0, 'acquire', { owner: 'a' }, { owner: 'a', acquired: true }, 0, 10],
      [1, 'acquire', { owner: 'b' }, { owner: 'b', acquired: true }, 20, 30],
    ],
    'The lock had two holders: it was granted to b while a held it.',
    'a had got it by 0.010 s and had not begun to release it when b got it, at 0.030 s.',
  ],
  [
    'a counter that forgot',
    'counter',
    [
      [0, 'add', { delta: 2 }, { delta: 2 }, 0, 10],
      [1, 'read', {}, { value: 0 }, 20, 30],
    ],
    'Client 1 read 0 from the counter although increments up to 2 had been acknowledged before.',
    'At least one acknowledged increment is lost, or was not shown.',
  ],
  [
    'a set that forgot',
    'set',
    [
      [0, 'add', { element: 'x' }, { element: 'x', added: true }, 0, 10],
      [1, 'contains', { element: 'x' }, { element: 'x', found: false }, 20, 30],
    ],
    'Process 1 did not find x in the set although it had been added before.',
    'Process 0 had added it by 0.010 s, and nobody removed it: an acknowledged addition is lost, or was not shown.',
  ],
  [
    'an object without words of its own',
    'unique-ids',
    [
      [0, 'generate', {}, { id: 4 }, 0, 10],
      [1, 'generate', {}, { id: 4 }, 20, 30],
    ],
    "Process 1's generate -> 4 on object 4 fits into no order of the operations.",
    'These 2 operations are enough to show it: no order of them is one that a single object could have served.',
  ],
];

describe.each(CASES)('%s', (_what, model, operations, headline, sentence) => {
  test('is said in the words of its object', async () => {
    const story = storyOf(await store.judged(historyOf(operations), model));
    expect(story.headline).toBe(headline);
    expect(story.sentences).toContain(sentence);
    expect(story.witness.filter(({ isCulprit }) => isCulprit)).not.toEqual([]);
    expect(story.window).toBeDefined();
  });
});
