/** A table of many columns that still fits into a narrow terminal: columns are left out, the least telling first. */
import { lengthOf, table } from './layout.ts';
import type { Canvas } from './style.ts';

export type Column<Row> = readonly [head: string, align: 'left' | 'right', cell: (row: Row) => string];

/** `dispensable` names the columns that may be left out, in this order. */
export function fittingTable<Row>(
  all: readonly Column<Row>[],
  rows: readonly Row[],
  dispensable: readonly string[],
  canvas: Canvas,
): string {
  let columns = all;
  const drawn = () =>
    table(
      columns.map(([head]) => head),
      rows.map((row) => columns.map(([, , cell]) => cell(row))),
      // With the longest names and seeds of ten digits this is what fits into 80 columns.
      { align: columns.map(([, align]) => align), gap: 1 },
      canvas,
    );
  for (const name of dispensable) {
    if (lengthOf(drawn()) <= canvas.width) break;
    columns = columns.filter(([head]) => head !== name);
  }
  return drawn();
}
