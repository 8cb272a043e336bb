/** The heap against the plainest model there is: a list that is sorted by (time, order of pushing). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Scheduler, SimEvent } from './scheduler.ts';

class Numbered extends SimEvent {
  readonly number: number;

  constructor(number: number) {
    super();
    this.number = number;
  }

  fire(): boolean {
    return false;
  }
}

interface Entry {
  timeNs: number;
  readonly event: Numbered;
}

// Few distinct times, so that most comparisons are ties: those are where a heap goes wrong unseen.
const action = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('push' as const), delayNs: fc.integer({ min: -2, max: 6 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('pop' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cancel' as const), which: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('move' as const), modulus: fc.integer({ min: 1, max: 4 }) }) },
);

describe('scheduler', () => {
  it('pops in the order of (time, sequence), whatever is cancelled or moved', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 400 }), (actions) => {
        const scheduler = new Scheduler();
        const pushed: Numbered[] = [];
        let model: Entry[] = [];
        const popBoth = () => {
          // A stable sort keeps the order of pushing among equal times.
          model.sort((a, b) => a.timeNs - b.timeNs);
          const expected = model.shift();
          expect(scheduler.pop()).toBe(expected?.event);
          if (expected !== undefined) expect(scheduler.now).toBe(expected.timeNs);
        };
        for (const step of actions) {
          if (step.do === 'pop') popBoth();
          else if (step.do === 'push') {
            const event = new Numbered(pushed.length);
            pushed.push(event);
            model.push({ timeNs: Math.max(scheduler.now + step.delayNs, scheduler.now), event });
            scheduler.push(scheduler.now + step.delayNs, event);
          } else if (step.do === 'cancel') {
            const event = pushed[step.which % Math.max(pushed.length, 1)];
            if (event !== undefined) scheduler.cancel(event);
            model = model.filter((entry) => entry.event !== event);
          } else {
            const moves = (event: Numbered) => event.number % step.modulus === 0;
            // Back in the order of pushing first: a move keeps the sequence.
            model.sort((a, b) => a.event.number - b.event.number);
            for (const entry of model) if (moves(entry.event)) entry.timeNs = scheduler.now + 3;
            scheduler.reschedule((event) => (moves(event as Numbered) ? scheduler.now + 3 : undefined));
          }
          model.sort((a, b) => a.event.number - b.event.number);
          expect(scheduler.size).toBe(model.length);
        }
        while (model.length > 0) popBoth();
        expect(scheduler.pop()).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });

  it('grows, and sheds cancelled events by itself', () => {
    const scheduler = new Scheduler();
    const events = Array.from({ length: 10_000 }, (_, number) => new Numbered(number));
    for (const event of events) scheduler.push(10_000 - event.number, event);
    for (const event of events) if (event.number % 10 !== 0) scheduler.cancel(event);
    expect(scheduler.size).toBe(1_000);
    for (let number = 9_990; number >= 0; number -= 10) expect(scheduler.pop()).toBe(events[number]);
    expect(scheduler.pop()).toBeUndefined();
  });

  it('ignores the cancelling of an event that has fired', () => {
    const scheduler = new Scheduler();
    const [first, second] = [new Numbered(0), new Numbered(1)];
    scheduler.push(1, first);
    scheduler.push(2, second);
    expect(scheduler.pop()).toBe(first);
    scheduler.cancel(first);
    expect(scheduler.size).toBe(1);
    expect(scheduler.pop()).toBe(second);
  });

  it.each([NaN, Infinity, 2 ** 60])('refuses %s as an instant', (timeNs) => {
    expect(() => new Scheduler().push(timeNs, new Numbered(0))).toThrow(RangeError);
  });
});
