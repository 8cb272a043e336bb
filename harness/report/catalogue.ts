/** Lists of what there is, drawn: a heading for each kind, and what each item is beside or below its name. */
import { paragraph } from './layout.ts';
import type { Canvas } from './style.ts';

/** As `list --json` gives it; a bug has its target and its rule, everything else a summary. */
export interface CatalogueItem {
  readonly name: string;
  readonly summary?: string;
  readonly target?: string;
  readonly rule?: string;
  /** Of a nemesis: what may follow the colon. */
  readonly shapes?: { readonly [name: string]: string };
}

const NAME_WIDTH = 16;

export function catalogue(lists: { readonly [kind: string]: readonly CatalogueItem[] }, canvas: Canvas): string {
  const blocks = Object.entries(lists).map(([kind, items]) => {
    const lines = items.flatMap((item) => itemLines(item, canvas));
    return [canvas.style.bold(kind), ...(lines.length === 0 ? ['  none'] : lines)].join('\n');
  });
  return blocks.join('\n\n');
}

function itemLines({ name, summary, target, rule, shapes = {} }: CatalogueItem, canvas: Canvas): string[] {
  const text = rule === undefined ? (summary ?? '') : `${rule} (${target})`;
  return [
    entry(name, text, 2, canvas),
    ...Object.entries(shapes).map(([shape, about]) => entry(`${name}:${shape}`, about, 4, canvas)),
  ];
}

/** Short names have their text beside them, long ones below. */
function entry(name: string, text: string, indent: number, { style, width }: Canvas): string {
  const margin = ' '.repeat(indent);
  const column = indent + NAME_WIDTH;
  if (name.length >= NAME_WIDTH) return `${margin}${style.cyan(name)}\n${paragraph(text, width, indent + 2)}`;
  const body = paragraph(text, width, column).trimStart();
  return `${margin}${style.cyan(name)}${' '.repeat(NAME_WIDTH - name.length)}${body}`;
}
