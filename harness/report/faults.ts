/**
 * What the nemesis did and whether it bit, and what that did to the cluster. A nemesis that never bit tested nothing,
 * and the report says so.
 */
import type { TestResult } from '../runner/result.ts';
import { labelled } from './layout.ts';
import type { Canvas } from './style.ts';
import { count, counter } from './wording.ts';

export function nemesisLines({ nemesis }: TestResult, canvas: Canvas): string {
  const entries = Object.entries(nemesis);
  if (entries.length === 0) return labelled('Nemesis', 'none', canvas);
  const lines = entries.map(([name, { decisions, bites, noun }], index) => {
    const bit = bites > 0 ? count(bites, noun) : canvas.style.yellow(`never bit (0 ${noun})`);
    return labelled(index === 0 ? 'Nemesis' : '', `${name}: ${count(decisions, 'decisions')}, ${bit}`, canvas);
  });
  return lines.join('\n');
}

/** The most telling first; the others as the environment counts them. */
const FIRST = ['leadersDeposed', 'electionsWon', 'highestTerm', 'entriesCommitted', 'messagesSent', 'messagesDropped'];
/** What the machinery does by the thousand tells nobody anything about the run. */
const SILENT: ReadonlySet<string> = new Set([
  'events',
  'timersFired',
  'bytesSent',
  'messagesDelivered',
  'syncs',
  'starts',
]);

export function clusterLine({ counts }: TestResult, canvas: Canvas): string | undefined {
  const names = [...FIRST, ...Object.keys(counts).filter((name) => !FIRST.includes(name) && !SILENT.has(name))];
  const told = names.flatMap((name) => {
    const n = counts[name];
    // That no leader was deposed is news; that no disk failed is not.
    return n === undefined || (n === 0 && !FIRST.includes(name)) ? [] : [counter(name, n)];
  });
  return told.length === 0 ? undefined : labelled('Cluster', told.join(', '), canvas);
}
