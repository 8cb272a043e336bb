/** Whatever was done and taken back again leaves no trace: held against an order that is simply kept anew for each state. */
import { expect, test } from 'vitest';
import { randomOf } from '../../../harness/core/random.ts';
import { freshArrays } from '../arrays.ts';
import { Arrangement } from './arrangement.ts';

const COUNT = 12;

/** What is hidden stands right before what it is hidden under. */
interface Simple {
  readonly open: readonly number[];
  readonly order: readonly number[];
  readonly called: number;
}

test('an order is what was done, less what was taken back', () => {
  const random = randomOf(4);
  for (let round = 0; round < 300; round++) {
    const arrangement = new Arrangement(COUNT, freshArrays);
    let simple: Simple = { open: [], order: [], called: 0 };
    const marks: { readonly mark: number; readonly simple: Simple }[] = [];
    for (let step = 0; step < 60; step++) {
      const position = simple.open[random.int(Math.max(1, simple.open.length))];
      const under = simple.order.at(-1);
      const what = random.int(6);
      if (what === 0) marks.push({ mark: arrangement.mark(), simple });
      else if (what === 1 && marks.length > 0) {
        const back = marks.splice(random.int(marks.length))[0];
        arrangement.undo(back?.mark ?? 0);
        simple = back?.simple ?? simple;
      } else if (what === 2 && simple.called < COUNT) {
        const isPlacedAtOnce = random.chance(0.3);
        if (isPlacedAtOnce) arrangement.callAndPlace(simple.called);
        else arrangement.call(simple.called);
        const { open, order, called } = simple;
        simple = isPlacedAtOnce
          ? { open, order: [...order, called], called: called + 1 }
          : { open: [...open, called], order, called: called + 1 };
      } else if (what >= 3 && position !== undefined) {
        const open = simple.open.filter((one) => one !== position);
        if (what === 3 && under !== undefined) {
          arrangement.hide(position, under);
          simple = { ...simple, open, order: [...simple.order.slice(0, -1), position, under] };
        } else {
          arrangement.place(position);
          simple = { ...simple, open, order: [...simple.order, position] };
        }
      }
      expect([...arrangement.order()]).toEqual(simple.order);
      expect(openOf(arrangement)).toEqual(simple.open);
      for (let i = 0; i < COUNT; i++) expect(arrangement.isPlaced(i)).toBe(simple.order.includes(i));
    }
  }
});

function openOf(arrangement: Arrangement): number[] {
  const open: number[] = [];
  for (let i = arrangement.first; i !== arrangement.end; i = arrangement.after(i)) open.push(i);
  return open;
}
