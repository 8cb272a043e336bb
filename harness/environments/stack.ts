/**
 * Where in the sources something was thrown. What runs is compiled, and some of it is bundled, so a stack names places that
 * say nothing to a reader; the maps beside those files know better. They are read when there is a stack to show, and never
 * before: they are twice as large as the programs.
 */
import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** As stacks have it: `(file:///a/b.js:1:2)`, or without brackets, or a plain path. */
const PLACE = /((?:file:\/\/)?\/[^\s():]+\.js|[A-Za-z]:\\[^():]+\.js):(\d+):(\d+)/g;

/** The stack, or whatever else was thrown, as text; with places in the sources wherever there is a map. */
export function stackOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const maps = new Map<string, SourceMap | undefined>();
  return (thrown.stack ?? thrown.message).replaceAll(PLACE, (place, at: string, line: string, column: string) => {
    const file = at.startsWith('file://') ? fileURLToPath(at) : at;
    if (!maps.has(file)) maps.set(file, mapOf(file));
    // Stacks count from 1, maps from 0.
    const found = maps.get(file)?.findEntry(Number(line) - 1, Number(column) - 1);
    if (found === undefined || !('originalSource' in found)) return place;
    const source = fileURLToPath(new URL(found.originalSource, pathToFileURL(file)));
    return `${source}:${found.originalLine + 1}:${found.originalColumn + 1}`;
  });
}

function mapOf(file: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8')));
  } catch {
    return undefined;
  }
}
