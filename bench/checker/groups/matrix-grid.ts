/** The matrix as two grids: what ours takes, and how many times longer the peer does. One line for each length and number of clients. */
import { grid } from '../table.ts';
import type { Cell } from './matrix.ts';

export function grids(cells: readonly Cell[]): string[] {
  const times = drawn('ms, ours (-: undecided)', cells, ({ row }) => {
    return row.oursMs === undefined ? '-' : figure(row.oursMs);
  });
  const ratios = drawn("the peer's time / ours (>: gave up; GB: out of memory; blank: not asked)", cells, ({ row }) => {
    if (row.one === '> 8 GB') return 'GB';
    return row.ratio === undefined ? '' : `${row.ratio.atLeast ? '>' : ''}${figure(row.ratio.times)}`;
  });
  return cells.some(({ comparison }) => comparison.one) ? [times, ratios] : [times];
}

function drawn(title: string, cells: readonly Cell[], show: (cell: Cell) => string): string {
  const columns = unique(cells.map(columnOf));
  const lines = unique(cells.map(lineOf));
  const head = ['ops x clients', ...columns];
  const rows = lines.map((line) => [
    line,
    ...columns.map((column) => {
      const cell = cells.find((each) => lineOf(each) === line && columnOf(each) === column);
      return cell === undefined ? '' : show(cell);
    }),
  ]);
  return `${title}\n  s: 5 values, u: unique; %: unknown outcomes; +: valid, -: invalid\n${grid(head, rows)}`;
}

const lineOf = ({ shape: { operations, clients } }: Cell): string => `1e${Math.log10(operations)} x ${clients}`;
const columnOf = ({ shape: { domain, unknown, valid } }: Cell): string =>
  `${domain === 'small' ? 's' : 'u'}${unknown * 100}%${valid ? '+' : '-'}`;
const unique = (texts: readonly string[]): string[] => [...new Set(texts)];
const figure = (value: number): string => (value < 10 ? value.toFixed(1) : value.toFixed(0));
