/** Pictures: what is before something else is drawn before it, whatever the width, and nothing is drawn over anything. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { styleOf } from '../../report/style.ts';
import type { WitnessOperation } from '../story-data.ts';
import { lineOf, rowsOf } from './lanes.ts';
import { picture } from './picture.ts';
import { scaleOf } from './scale.ts';

const same = (text: string): string => text;

test('instants keep their order, and different ones have different columns where there is room', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(), { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 20, max: 160 }),
      (instants, columns) => {
        const sorted = [...new Set(instants)].sort((a, b) => a - b);
        const { columnOf } = scaleOf(instants, columns);
        const places = sorted.map(columnOf);
        const isRoomy = sorted.length <= columns / 2;
        places.forEach((place, i) => {
          expect(place).toBeGreaterThanOrEqual(0);
          expect(place).toBeLessThan(columns);
          const before = places[i - 1];
          if (before !== undefined) expect(place - before).toBeGreaterThanOrEqual(isRoomy ? 1 : 0);
        });
      },
    ),
  );
});

test('bars and labels fit into their lane, and each is drawn whole', () => {
  const bar = fc
    .record({ from: fc.nat(39), length: fc.nat(39), label: fc.stringMatching(/^[a-z]{0,12}( [a-z]{1,30}){0,3}$/) })
    .map(({ from, length, label }) => ({ from, to: Math.min(39, from + length), label }));
  fc.assert(
    fc.property(fc.array(bar, { maxLength: 8 }), (bars) => {
      const rows = rowsOf(
        bars.map((one) => ({ ...one, glyphs: '='.repeat(one.to - one.from + 1), paint: same })),
        40,
      );
      const lines = rows.map(lineOf);
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(40);
      const letters = (text: string): string =>
        text
          .replaceAll(/[^a-z]/g, '')
          .split('')
          .sort()
          .join('');
      expect(letters(lines.join(''))).toBe(letters(bars.map(({ label }) => label).join('')));
      expect(lines.join('').replaceAll(/[^=]/g, '').length).toBe(
        bars.reduce((sum, { from, to }) => sum + to - from + 1, 0),
      );
    }),
  );
});

test('a picture of 60 columns', () => {
  const operation = (
    process: number | string,
    from: number,
    to: number | undefined,
    text: string,
  ): WitnessOperation => {
    return {
      id: 0,
      process,
      fromNs: from * 1e6,
      toNs: to === undefined ? undefined : to * 1e6,
      text,
      isCulprit: false,
    };
  };
  const witness: readonly WitnessOperation[] = [
    operation(0, 0, 36, 'write 1'),
    { ...operation(1, 105, undefined, 'read (outcome unknown)'), isCulprit: true },
    { ...operation('n2', 48, 65, 'leads term 2'), kind: 'leading' },
  ];
  const around = [{ timeNs: 55e6, text: 'x', kind: 'leader' as const }];
  const drawn = picture({ witness, around, headline: '' }, { width: 60, style: styleOf(false) });
  expect(drawn.join('\n')).toBe(`           0.000 s                                   0.105 s
process 0  ├─────────────┤ write 1
process 1                     read (outcome unknown) ╞═════┄
n2                            ┝━━━━━━━┥ leads term 2
around                            a
═ what cannot be   ━ a state that lasts   ┄ never returned`);
});
