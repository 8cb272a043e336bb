/**
 * Packs bars with their labels into the rows of a lane: each label stands right of its bar, else left of it, else on a
 * row of its own below, and nothing is drawn over anything. Works on columns alone and knows no colours.
 */
export interface Bar {
  readonly from: number;
  readonly to: number;
  readonly glyphs: string;
  readonly label: string;
  readonly paint: (text: string) => string;
}

export interface Piece {
  readonly at: number;
  readonly text: string;
  readonly paint: (text: string) => string;
}

export function rowsOf(bars: readonly Bar[], columns: number): readonly (readonly Piece[])[] {
  const rows: Piece[][] = [];
  for (const bar of bars) {
    const beside = besides(bar, columns);
    const below = [{ at: bar.from, text: bar.glyphs, paint: bar.paint }, ...under(bar, columns)];
    if (beside !== undefined) place(rows, [beside]);
    else place(rows, below);
  }
  return rows;
}

/** Bar and label in one piece. */
function besides({ from, to, glyphs, label, paint }: Bar, columns: number): Piece | undefined {
  if (label === '') return { at: from, text: glyphs, paint };
  if (to + 2 + label.length <= columns) return { at: from, text: `${glyphs} ${label}`, paint };
  if (from - 1 - label.length >= 0) return { at: from - 1 - label.length, text: `${label} ${glyphs}`, paint };
  return undefined;
}

function under({ from, label, paint }: Bar, columns: number): readonly Piece[] {
  const lines: Piece[] = [];
  for (let rest = label; rest !== ''; ) {
    const cut =
      rest.length <= columns
        ? rest.length
        : rest.lastIndexOf(' ', columns) > 0
          ? rest.lastIndexOf(' ', columns)
          : columns;
    const text = rest.slice(0, cut);
    lines.push({ at: Math.max(0, Math.min(from, columns - text.length)), text, paint });
    rest = rest.slice(cut).trimStart();
  }
  return lines;
}

/** Onto the first rows, one below the other, where all pieces find room. */
function place(rows: Piece[][], pieces: readonly Piece[]): void {
  for (let top = 0; ; top++) {
    const isFree = pieces.every((piece, i) => (rows[top + i] ?? []).every((other) => areApart(piece, other)));
    if (!isFree) continue;
    pieces.forEach((piece, i) => {
      const row = rows[top + i] ?? [];
      row.push(piece);
      rows[top + i] = row;
    });
    return;
  }
}

function areApart(one: Piece, other: Piece): boolean {
  return one.at + one.text.length + 1 <= other.at || other.at + other.text.length + 1 <= one.at;
}

/** A row as a line. */
export function lineOf(pieces: readonly Piece[]): string {
  let line = '';
  let column = 0;
  for (const { at, text, paint } of [...pieces].sort((a, b) => a.at - b.at)) {
    line += ' '.repeat(Math.max(0, at - column)) + paint(text);
    column = Math.max(column, at) + text.length;
  }
  return line;
}
