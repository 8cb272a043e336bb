/** The result of a bug hunt: a table, and under it the line that shows each bug again. */
import type { HuntedBug } from '../runner/hunt.ts';
import { type Column, fittingTable } from './fitting-table.ts';
import { commandLine, paragraph } from './layout.ts';
import type { Canvas } from './style.ts';
import { duration, number, seconds } from './wording.ts';

export function huntReport(
  hunted: readonly HuntedBug[],
  { all, wallMs }: { readonly all: number; readonly wallMs: number },
  canvas: Canvas,
): string {
  const found = hunted.filter((bug) => bug.found);
  const notHunted = all - hunted.length;
  const rest = notHunted > 0 ? `; interrupted before the other ${number(notHunted)}` : '';
  const bugs = hunted.length === 1 ? 'bug' : 'bugs';
  const tally = `${number(found.length)} of ${number(hunted.length)} planted ${bugs} found in ${duration(wallMs)}${rest}`;
  const { green, red, bold } = canvas.style;
  return [
    ...(hunted.length === 0 ? [] : [huntTable(hunted, canvas)]),
    ...(found.length === 0 ? [] : [replays(found, canvas)]),
    paragraph(bold(found.length === all ? green(tally) : red(tally)), canvas.width),
  ].join('\n\n');
}

/** What a narrow terminal does without, the least telling first. */
const DISPENSABLE = ['ops', 'virtual', 'wall', 'seed'];

function huntTable(hunted: readonly HuntedBug[], canvas: Canvas): string {
  const { green, red } = canvas.style;
  const columns: readonly Column<HuntedBug>[] = [
    ['bug', 'left', ({ name }) => name],
    ['found by', 'left', ({ found, checker }) => (found ? green(checker ?? 'a checker') : red('NOT FOUND'))],
    ['seed', 'right', ({ seed }) => (seed === null ? '-' : String(seed))],
    ['virtual', 'right', ({ virtualMs }) => seconds(virtualMs)],
    ['wall', 'right', ({ wallMs }) => seconds(wallMs)],
    ['ops', 'right', ({ found, operations }) => (found ? number(operations) : '-')],
  ];
  return fittingTable(columns, hunted, DISPENSABLE, canvas);
}

function replays(found: readonly HuntedBug[], canvas: Canvas): string {
  const lines = found.flatMap(({ replay }) => (replay === null ? [] : [commandLine(replay, canvas.width, 2)]));
  return [canvas.style.bold('Replay'), ...lines].join('\n');
}
