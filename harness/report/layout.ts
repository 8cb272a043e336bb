/**
 * Blocks of text for a terminal of a given width: wrapped paragraphs, tables without rules, sections under a label, and
 * command lines broken so that they can still be pasted into a shell.
 */
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import Table from 'cli-table3';
import wrapAnsi from 'wrap-ansi';
import type { Canvas } from './style.ts';

/** Wraps a paragraph, every line of it indented. */
export function paragraph(text: string, width: number, indent = 0): string {
  const lines = wrapAnsi(text, Math.max(20, width - indent), { hard: true, trim: true }).split('\n');
  return lines.map((line) => (line === '' ? '' : ' '.repeat(indent) + line)).join('\n');
}

export type Cells = readonly string[];

export interface TableOptions {
  /** By column; the default is left. */
  readonly align?: readonly ('left' | 'right')[];
  readonly indent?: number;
  /** Columns between columns. */
  readonly gap?: number;
  /** The head's first cell is the title of the table. */
  readonly isTitled?: boolean;
}

/** Narrower than this, a cell is not wrapped but sticks out. */
const NARROWEST_CELL = 16;

/** A table without rules. A last column of text is wrapped; that all others fit is for the caller to see to. */
export function table(head: Cells, rows: readonly Cells[], options: TableOptions, { style, width }: Canvas): string {
  const { align = [], indent = 0, gap = 2, isTitled = false } = options;
  const last = head.length - 1;
  const others = head.slice(0, last).map((_, i) => Math.max(...[head, ...rows].map((cells) => lengthOf(cells[i]))));
  const room = width - indent - others.reduce((sum, columns) => sum + columns + gap, 0);
  const fitted = (text: string, i: number): string =>
    i === last && align[i] !== 'right' && room >= NARROWEST_CELL ? wrapAnsi(text, room, { hard: true }) : text;
  const drawn = new Table({
    chars: { ...NO_RULES, middle: ' '.repeat(gap) },
    style: { 'padding-left': 0, 'padding-right': 0, compact: true, border: [], head: [] },
    colAligns: [...align],
  });
  drawn.push(head.map((cell, i) => (isTitled && i === 0 ? style.bold(cell) : style.dim(cell))));
  drawn.push(...rows.map((row) => row.map(fitted)));
  const lines = drawn.toString().split('\n');
  return lines.map((line) => (' '.repeat(indent) + line).trimEnd()).join('\n');
}

/** Columns that a text takes on the screen; its widest line counts. */
export function lengthOf(text = ''): number {
  return Math.max(...text.split('\n').map((line) => stripVTControlCharacters(line).length));
}

const NO_RULES = Object.fromEntries(
  ['top', 'bottom', 'left', 'right']
    .flatMap((side) => [side, `${side}-mid`, `${side}-left`, `${side}-right`])
    .concat('left-mid', 'mid', 'mid-mid', 'right-mid')
    .map((part) => [part, '']),
);

const LABEL_WIDTH = 14;

/** A label in bold, and beside it the text, wrapped. */
export function labelled(label: string, text: string, { style, width }: Canvas): string {
  return `${style.bold(label.padEnd(LABEL_WIDTH))}${paragraph(text, width, LABEL_WIDTH).trimStart()}`;
}

/**
 * The same for a path, relative to where the reader is if that is shorter. It is not broken, however long it is: it may
 * have to be copied.
 */
export function labelledPath(label: string, path: string, { style, width }: Canvas): string {
  const shorter = relative(process.cwd(), path);
  const text = shorter !== '' && shorter.length < path.length ? shorter : path;
  return text.length <= width - LABEL_WIDTH
    ? `${style.bold(label.padEnd(LABEL_WIDTH))}${text}`
    : `${style.bold(label)}\n  ${text}`;
}

/** The same for a command line, which goes below the label where it cannot be broken to fit beside it. */
export function labelledCommand(label: string, command: string, { style, width }: Canvas): string {
  const beside = commandLine(command, width, LABEL_WIDTH);
  return lengthOf(beside) <= width
    ? `${style.bold(label.padEnd(LABEL_WIDTH))}${style.cyan(beside.trimStart())}`
    : `${style.bold(label)}\n${style.cyan(commandLine(command, width, 2))}`;
}

/**
 * Breaks a command line before flags, and a flag that is too long before its value, with a backslash at the end of each
 * line but the last: a shell takes it back as one line.
 */
export function commandLine(command: string, width: number, indent = 0): string {
  // Two columns for the backslash that may follow.
  const fits = (line: string): boolean => indent + line.length + 2 <= width;
  const parts = command.split(/ (?=--)/).flatMap((part) => (fits(`  ${part}`) ? [part] : part.split(/ (?!--)/)));
  const lines: string[] = [];
  let line = '';
  for (const part of parts) {
    const longer = line === '' ? part : `${line} ${part}`;
    if (line === '' || fits(longer)) line = longer;
    else {
      lines.push(`${line} \\`);
      line = `${part.startsWith('--') ? '  ' : '    '}${part}`;
    }
  }
  return [...lines, line].map((text) => ' '.repeat(indent) + text).join('\n');
}
