/**
 * A witness as a picture: a lane for each process or node, a bar for each interval, the ones that nothing explains drawn
 * double. Happenings of the time in between are marked by letters, which the list of them repeats.
 */
import type { Canvas } from '../../report/style.ts';
import type { Happening, Story, WitnessOperation } from '../story-data.ts';
import { at } from '../words.ts';
import { type Bar, lineOf, rowsOf } from './lanes.ts';
import { type Scale, scaleOf } from './scale.ts';

/** What fits on a screen; of more, the last ones before the violation are shown. */
const MOST_SHOWN = 16;
const NARROW = 60;
const AROUND = 'around';

export function picture(
  story: Pick<Story, 'witness' | 'around' | 'headline'>,
  { style, width }: Canvas,
): readonly string[] {
  const all = story.witness;
  if (all.length === 0) return [];
  const shown = all.slice(-MOST_SHOWN);
  const lanes = [...new Set(shown.map(({ process }) => process))].sort(byLane);
  // As the words call them: checkers of locks speak of clients.
  const who = /\bclients? \d/i.test(story.headline) ? 'client' : 'process';
  const names = lanes.map((lane) =>
    typeof lane === 'string' ? lane : width < NARROW ? `${who.charAt(0)}${lane}` : `${who} ${lane}`,
  );
  const letters = lettersOf(story);
  const margin = Math.max(...names.map((name) => name.length), letters.size === 0 ? 0 : AROUND.length) + 2;
  const columns = width - margin;
  const instants = shown.flatMap(({ fromNs, toNs }) => [fromNs, toNs ?? fromNs]);
  const isOpen = shown.some(({ toNs }) => toNs === undefined);
  const scale = scaleOf(isOpen ? [...instants, beyond(instants)] : instants, columns);
  const drawn = lanes.flatMap((lane, index) => {
    const bars = shown
      .filter(({ process }) => process === lane)
      .map((operation) => barOf(operation, scale, columns, style));
    return rowsOf(bars, columns).map(
      (row, i) => `${(i === 0 ? (names[index] ?? '') : '').padEnd(margin)}${lineOf(row)}`,
    );
  });
  return [
    ...(all.length > shown.length ? [style.dim(`(${all.length - shown.length} before these are not shown)`)] : []),
    ' '.repeat(margin) + axis(instants, columns, scale, style),
    ...drawn,
    ...marks(letters, scale, margin, style),
    style.dim(legend(shown)),
  ].map((line) => line.trimEnd());
}

/** What never returned goes on beyond the last thing that is known. */
function beyond(instants: readonly number[]): number {
  const [first, last] = [Math.min(...instants), Math.max(...instants)];
  return last + Math.max(1, (last - first) / 8);
}

/** The letters of those that fall into the picture, by their place among the happenings. */
export function lettersOf({ witness, around }: Pick<Story, 'witness' | 'around'>): ReadonlyMap<Happening, string> {
  const instants = witness.slice(-MOST_SHOWN).flatMap(({ fromNs, toNs }) => [fromNs, toNs ?? fromNs]);
  const within = around.filter(({ timeNs }) => timeNs > Math.min(...instants) && timeNs < Math.max(...instants));
  return new Map(within.map((happening, index) => [happening, String.fromCharCode('a'.charCodeAt(0) + index)]));
}

const byLane = (a: number | string, b: number | string): number => {
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
  return typeof a === 'number' ? a - Number(b) : a < String(b) ? -1 : 1;
};

function barOf(operation: WitnessOperation, scale: Scale, columns: number, style: Canvas['style']): Bar {
  const { fromNs, toNs, kind, isCulprit, text } = operation;
  const from = scale.columnOf(fromNs);
  const to = toNs === undefined ? columns - 1 : scale.columnOf(toNs);
  const [left, line, right, point] = isCulprit
    ? ['╞', '═', '╡', '╪']
    : kind === undefined
      ? ['├', '─', '┤', '┼']
      : ['┝', '━', '┥', '┿'];
  const glyphs =
    to <= from ? (point ?? '') : `${left}${line?.repeat(to - from - 1)}${toNs === undefined ? '┄' : right}`;
  const paint = isCulprit
    ? (part: string) => style.red(part)
    : kind === undefined
      ? (part: string) => part
      : (part: string) => style.cyan(part);
  return { from, to: Math.max(from, to), glyphs, label: text, paint };
}

function axis(instants: readonly number[], columns: number, { isStretched }: Scale, style: Canvas['style']): string {
  const [first, last] = [at(Math.min(...instants)), at(Math.max(...instants))];
  const note = isStretched && first.length + last.length + 20 <= columns ? 'not to scale' : '';
  const room = columns - first.length - last.length;
  if (first === last || room < 1) return style.dim(first);
  const left = Math.floor((room - note.length) / 2);
  return style.dim(`${first}${' '.repeat(left)}${note}${' '.repeat(room - left - note.length)}${last}`);
}

function marks(
  letters: ReadonlyMap<Happening, string>,
  scale: Scale,
  margin: number,
  style: Canvas['style'],
): readonly string[] {
  const byColumn = new Map<number, string>();
  for (const [{ timeNs }, letter] of letters) {
    const column = scale.columnOf(timeNs);
    // Where two fall into one column, the earlier one has it.
    if (!byColumn.has(column)) byColumn.set(column, letter);
  }
  if (byColumn.size === 0) return [];
  const pieces = [...byColumn].map(([column, text]) => ({
    at: column,
    text,
    paint: (part: string) => style.yellow(part),
  }));
  // A row of markers has no gaps to keep: they stand where they stand.
  return [`${AROUND.padEnd(margin)}${lineOf(pieces)}`];
}

function legend(shown: readonly WitnessOperation[]): string {
  return [
    ...(shown.some(({ isCulprit }) => isCulprit) ? ['═ what cannot be'] : []),
    ...(shown.some(({ kind, isCulprit }) => kind !== undefined && !isCulprit) ? ['━ a state that lasts'] : []),
    ...(shown.some(({ toNs }) => toNs === undefined) ? ['┄ never returned'] : []),
  ].join('   ');
}
