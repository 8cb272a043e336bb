/** What was fuzzed, as tables for people. */
import Table from 'cli-table3';
import type { Tally } from './tally.ts';

export function drawTally({ bySubject, byWay }: Tally): string {
  const subjects = tableOf('left', 'right', 'right', 'right');
  subjects.push(['model', 'valid', 'invalid', 'beyond plain WGL']);
  for (const [name, { valid, invalid, unknown }] of Object.entries(bySubject).sort(byName)) {
    subjects.push([name, valid, invalid, unknown]);
  }
  const ways = tableOf('left', 'right');
  ways.push(['decided by', 'parts']);
  for (const [name, parts] of Object.entries(byWay).sort(byName)) ways.push([name, parts]);
  return `${subjects}\n\n${ways}`;
}

const byName = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
  one < other ? -1 : 1;

export interface Noticed {
  readonly mutation: string;
  readonly histories: number;
  readonly seconds: number;
  /** Undefined when nothing was noticed. */
  readonly by: string | undefined;
}

/** One line, for these come one by one. */
export function drawNoticed({ mutation, histories, seconds, by }: Noticed): string {
  const found = by === undefined ? 'noticed by NOBODY in' : 'noticed after';
  const head = `${mutation}: ${found} ${histories} histories, ${seconds.toFixed(1)} s`;
  return by === undefined ? head : `${head}\n    ${by}`;
}

function tableOf(...colAligns: ('left' | 'right')[]) {
  const style = { 'padding-left': 0, 'padding-right': 0, compact: true, border: [], head: [] };
  return new Table({ chars: { ...NO_RULES, middle: '  ' }, style, colAligns });
}

const NO_RULES = Object.fromEntries(
  ['top', 'bottom', 'left', 'right']
    .flatMap((side) => [side, `${side}-mid`, `${side}-left`, `${side}-right`])
    .concat('left-mid', 'mid', 'mid-mid', 'right-mid')
    .map((part) => [part, '']),
);
