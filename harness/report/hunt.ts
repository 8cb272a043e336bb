/** The result of a bug hunt: a table, and under it the line that shows each bug again. */
import type { HuntedBug } from '../runner/hunt.ts';
import { commandLine, paragraph, table } from './layout.ts';
import type { Canvas } from './style.ts';
import { count, duration, number } from './wording.ts';

export function huntReport(hunted: readonly HuntedBug[], { all }: { all: number }, canvas: Canvas): string {
  const found = hunted.filter((bug) => bug.found);
  const notHunted = all - hunted.length;
  const rest = notHunted > 0 ? `; interrupted before the other ${number(notHunted)}` : '';
  const wall = duration(hunted.reduce((sum, { wallMs }) => sum + wallMs, 0));
  const tally = `${number(found.length)} of ${count(hunted.length, 'planted bugs')} found in ${wall}${rest}`;
  const { green, red, bold } = canvas.style;
  return [
    ...(hunted.length === 0 ? [] : [huntTable(hunted, canvas)]),
    ...(found.length === 0 ? [] : [replays(found, canvas)]),
    paragraph(bold(found.length === all ? green(tally) : red(tally)), canvas.width),
  ].join('\n\n');
}

/** One column between columns: with the longest names and seeds of ten digits this is what fits into 80. */
function huntTable(hunted: readonly HuntedBug[], canvas: Canvas): string {
  const { style } = canvas;
  const rows = hunted.map(({ name, found, checker, seed, virtualMs, wallMs, operations }) => [
    name,
    found ? style.green(checker ?? 'found') : style.red('NOT FOUND'),
    seed === null ? '-' : String(seed),
    duration(virtualMs),
    duration(wallMs),
    found ? number(operations) : '-',
  ]);
  const head = ['bug', 'found by', 'seed', 'virtual', 'wall', 'ops'];
  return table(head, rows, { align: ['left', 'left', 'right', 'right', 'right', 'right'], gap: 1 }, canvas);
}

function replays(found: readonly HuntedBug[], canvas: Canvas): string {
  const lines = found.flatMap(({ replay }) => (replay === null ? [] : [commandLine(replay, canvas.width, 2)]));
  return [canvas.style.bold('Replay'), ...lines].join('\n');
}
