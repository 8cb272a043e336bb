/**
 * Bytes of x86-64 machine code, with labels: as much of an assembler as three short functions need. Instructions are
 * written as the hexadecimal bytes that they are; only distances are worked out here.
 */

/** `label:` marks a place; `74 >out` ends with the distance to it in one byte; `48 8b 05 >>offset` in four. */
export type Line = string;

export interface Assembled {
  readonly code: Buffer;
  /** Addresses by label. */
  readonly labels: ReadonlyMap<string, number>;
}

/** `known`: labels of places outside of this code. */
export function assemble(start: number, lines: readonly Line[], known: ReadonlyMap<string, number>): Assembled {
  const labels = new Map(known);
  let at = start;
  for (const line of lines) {
    if (line.endsWith(':')) labels.set(line.slice(0, -1), at);
    else at += sizeOf(line);
  }
  const code = Buffer.alloc(at - start);
  let to = 0;
  for (const line of lines.filter((text) => !text.endsWith(':'))) {
    for (const token of line.split(' ')) {
      if (!token.startsWith('>')) to = code.writeUInt8(Number.parseInt(token, 16), to);
      else {
        const label = labels.get(token.replace(/^>+/, ''));
        if (label === undefined) throw new Error(`no label for ${token}`);
        const width = widthOf(token);
        // Distances count from the end of the instruction, and they come last in all of ours.
        to = code.writeIntLE(label - (start + to + width), to, width);
      }
    }
  }
  return { code, labels };
}

const widthOf = (token: string): number => (token.startsWith('>>') ? 4 : 1);
const sizeOf = (line: string): number => line.split(' ').reduce((sum, token) => sum + widthOf(token), 0);
