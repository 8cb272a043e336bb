/**
 * A target file that is data: YAML, or JSON, which is read as the YAML that it also is. Every field is known by its line, so
 * that what is wrong with it can be told where it stands.
 */
import { type Document, isMap, isPair, isScalar, LineCounter, parseDocument, type YAMLMap } from 'yaml';
import { UserError } from '../core/errors.ts';
import type { FieldPath, Source } from './problem.ts';

export interface DataFile extends Source {
  readonly value: unknown;
}

export function dataFile(file: string, text: string): DataFile {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) {
    const { line } = counter.linePos(error.pos[0]);
    throw new UserError(`${file}:${line}: ${sentenceOf(error.message)}${hint(text, line)}`);
  }
  return {
    file,
    value: plain(document, file, counter),
    lineOf(path) {
      const start = startOf(document, path);
      return start === undefined ? undefined : counter.linePos(start).line;
    },
  };
}

/** Braces that nobody put in quotes are a map to YAML, with a map as its key. */
function plain(document: Document.Parsed, file: string, counter: LineCounter): unknown {
  const bare = bareBraces(document.contents);
  if (bare === undefined) return document.toJS({ maxAliasCount: 100 });
  const { line } = counter.linePos(bare);
  throw new UserError(`${file}:${line}: text that begins with {{ has to be in quotes: "{{...}}"`);
}

function bareBraces(node: unknown): number | undefined {
  if (!isMap(node)) return undefined;
  for (const { key, value } of node.items) {
    if (isMap(key)) return node.range?.[0] ?? 0;
    const inside = bareBraces(value);
    if (inside !== undefined) return inside;
  }
  return undefined;
}

/** Where a field begins, or the nearest field around it: at its name, which is what a reader looks for. */
function startOf(document: Document.Parsed, path: FieldPath): number | undefined {
  for (let length = path.length; length > 0; length--) {
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const name = path[length - 1];
    const pair = isMap(parent) ? pairOf(parent, name) : undefined;
    const start = pair ?? rangeOf(document.getIn(path.slice(0, length), true));
    if (start !== undefined) return start;
  }
  return undefined;
}

function pairOf(map: YAMLMap, name: string | number | undefined): number | undefined {
  const pair = map.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(name));
  return rangeOf(pair?.key);
}

function rangeOf(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) return undefined;
  const [start] = node.range;
  return typeof start === 'number' ? start : undefined;
}

/** The library's messages end with a stop, some with the place once more. */
const sentenceOf = (message: string): string =>
  message.replace(/ at line \d+, column \d+.*$/s, '').replace(/[.:]\s*$/, '');

const hint = (text: string, line: number): string =>
  /[:\-[,]\s*\{\{/.test(text.split('\n')[line - 1] ?? '') ? ' (text that begins with {{ has to be in quotes)' : '';
