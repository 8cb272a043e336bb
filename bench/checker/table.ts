/** The tables of the bench, at most 100 columns wide. */
import Table, { type Cell } from 'cli-table3';
import { paragraph } from '../../harness/report/layout.ts';
import type { Findings } from './groups/group.ts';
import type { Ratio, Row } from './row.ts';

const WIDTH = 100;
const COLUMNS = ['', 'ops', 'ours ms', 'MB', 'peer ms', 'on 2', 'ratio', 'target', 'met'];
const WIDTHS = [31, 5, 8, 5, 9, 9, 7, 14, 4];
/** Columns from `ours` to `ratio`, where a figure of another kind may stand. */
const FIGURE_SPAN = 5;
const RIGHT = 'right';

const NO_RULES = Object.fromEntries(
  ['top', 'bottom', 'left', 'right']
    .flatMap((side) => [side, `${side}-mid`, `${side}-left`, `${side}-right`])
    .concat('left-mid', 'mid', 'mid-mid', 'right-mid')
    .map((part) => [part, '']),
);

export interface Section extends Findings {
  readonly title: string;
}

export function drawSection({ title, rows, notes = [], blocks = [] }: Section): string {
  const table = plain([...WIDTHS]);
  table.push(COLUMNS, ...rows.map(cellsOf));
  const parts = [title, trimmed(table.toString()), ...notes.map((note) => paragraph(note, WIDTH, 2))];
  return `${parts.join('\n')}\n${blocks.map((block) => `\n${block}\n`).join('')}`;
}

/** A table of short cells. */
export function grid(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const table = plain([]);
  table.push([...head], ...rows.map((row) => [...row]));
  return trimmed(table.toString());
}

function plain(colWidths: number[]): InstanceType<typeof Table> {
  return new Table({
    chars: { ...NO_RULES, middle: ' ' },
    style: { 'padding-left': 0, 'padding-right': 0, compact: true, border: [], head: [] },
    colAligns: [
      'left',
      RIGHT,
      RIGHT,
      RIGHT,
      RIGHT,
      RIGHT,
      RIGHT,
      ...(colWidths.length > 0 ? [] : Array(9).fill(RIGHT)),
    ],
    ...(colWidths.length > 0 ? { colWidths, wordWrap: true } : {}),
  });
}

function cellsOf(row: Row): Cell[] {
  const { what, operations, figure, target = '', met } = row;
  const ends = [target, met === undefined ? '' : met ? 'yes' : 'NO'];
  const begins = [what, operations === undefined ? '' : short(operations)];
  if (figure !== undefined) return [...begins, { content: figure, colSpan: FIGURE_SPAN, hAlign: 'right' }, ...ends];
  return [...begins, ms(row.oursMs), whole(row.peakMib), ms(row.one), ms(row.two), ratio(row.ratio), ...ends];
}

/** 1e6, 116 or 4.5k. */
function short(count: number): string {
  if (count >= 1_000 && Number.isInteger(Math.log10(count))) return `1e${Math.log10(count)}`;
  return count < 1_000 ? String(count) : `${(count / 1_000).toFixed(count < 10_000 ? 1 : 0)}k`;
}

function ms(value: number | string | undefined): string {
  if (value === undefined || typeof value === 'string') return value ?? '';
  return value.toFixed(value < 1 ? 3 : value < 100 ? 1 : 0);
}

const whole = (value: number | undefined): string => (value === undefined ? '' : value.toFixed(0));

function ratio(value: Ratio | undefined): string {
  if (value === undefined) return '';
  return `${value.atLeast ? '> ' : ''}${value.times.toFixed(value.times < 1 ? 2 : value.times < 10 ? 1 : 0)}x`;
}

const trimmed = (text: string): string =>
  text
    .split('\n')
    .map((line) => `  ${line.trimEnd()}`)
    .join('\n');
