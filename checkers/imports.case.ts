/** What a module leads to, for tests of what runs in a browser: there nothing of Node may be imported, at any remove. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

/** Follows all imports but those of types, and expects each to be relative; returns how many modules there are. */
export function expectNoNode(entries: readonly URL[]): number {
  const seen = new Set<string>();
  const queue = entries.map((entry) => fileURLToPath(entry));
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const source = readFileSync(file, 'utf8');
    for (const [, from = ''] of source.matchAll(/^(?:import|export) (?!type )[^;]*?from '([^']+)';/gms)) {
      expect(from, `${file} imports ${from}`).toMatch(/^\.\.?\//);
      queue.push(fileURLToPath(new URL(from, `file://${file}`)));
    }
  }
  return seen.size;
}
