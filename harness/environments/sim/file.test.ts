/** What a crash may leave of a file, over random writes, syncs and crashes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomOf } from '../../core/random.ts';
import { type CrashKind, DiskFile } from './file.ts';

interface Write {
  readonly replace: boolean;
  readonly text: string;
}

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (content: Uint8Array | undefined) =>
  content === undefined ? undefined : new TextDecoder().decode(content);

const write = fc.record({
  replace: fc.boolean(),
  text: fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 }),
});
const after = (content: string | undefined, { replace, text }: Write) => (replace ? text : (content ?? '') + text);

describe('a file after a crash', () => {
  it.each<CrashKind>(['lose', 'kill', 'tear'])(
    '%s: holds the synced writes and some first part of the others',
    (kind) => {
      fc.assert(
        fc.property(fc.array(write), fc.array(write), fc.array(write), fc.nat(), (synced, unsynced, later, seed) => {
          const file = new DiskFile();
          const put = (w: Write) => (w.replace ? file.replace(bytes(w.text)) : file.append(bytes(w.text)));
          synced.forEach(put);
          const mark = file.written;
          unsynced.forEach(put);
          file.makeDurable(mark);
          const durable = synced.reduce<string | undefined>(after, undefined);
          const states = [durable];
          for (const w of unsynced) states.push(after(states.at(-1), w));
          expect(text(file.read())).toBe(states.at(-1));

          const loss = file.crash(kind, randomOf(seed));
          const found = text(file.read());
          if (kind === 'lose') {
            expect(found).toBe(durable);
            expect(loss.writes).toBe(unsynced.length);
          }
          // A whole state in between, or a part of the append after one: a replacement is never torn.
          const partial = (w: Write, before: string | undefined) =>
            Array.from({ length: w.text.length }, (_, n) => after(before, { ...w, text: w.text.slice(0, n) }));
          const torn = unsynced.flatMap((w, i) => (w.replace ? [] : partial(w, states[i])));
          expect([...states, ...torn]).toContain(found);
          if (kind === 'tear' && unsynced.some((w) => w.text.length > 0)) expect(loss.writes).toBeGreaterThan(0);

          // The crash is final: what it left stays, whatever happens later.
          later.forEach(put);
          file.crash('lose', randomOf(seed));
          expect(text(file.read())).toBe(found);
        }),
        { numRuns: 500 },
      );
    },
  );

  it('a sync that finishes after a later one takes nothing back', () => {
    const file = new DiskFile();
    file.append(bytes('a'));
    const first = file.written;
    file.append(bytes('b'));
    file.makeDurable(file.written);
    file.makeDurable(first);
    file.crash('lose', randomOf(1));
    expect(text(file.read())).toBe('ab');
  });

  it('keeps its own copy: neither the writer nor a reader can change it', () => {
    const file = new DiskFile();
    const written = bytes('abc');
    file.append(written);
    written.fill(0);
    file.read()?.fill(0);
    expect(text(file.read())).toBe('abc');
  });
});
