/** Lists of what there is, drawn: a heading for each kind, and what each item is beside or below its name. */
import type { Setting } from '../../targets/target.ts';
import { paragraph } from './layout.ts';
import type { Canvas } from './style.ts';

/** As `list --json` gives it; a bug has its target and its rule, a claim its target and what it expects; others a summary. */
export interface CatalogueItem {
  readonly name: string;
  readonly summary?: string;
  readonly target?: string;
  readonly rule?: string;
  readonly claim?: string;
  readonly expected?: string;
  /** Of a nemesis: what may follow the colon. */
  readonly shapes?: { readonly [name: string]: string };
  /** Of a target: what can drive it, the default first. */
  readonly workloads?: readonly string[];
  /** Of a target: by the name of the flag. */
  readonly settings?: { readonly [name: string]: Setting };
}

const NAME_WIDTH = 16;

export function catalogue(lists: { readonly [kind: string]: readonly CatalogueItem[] }, canvas: Canvas): string {
  const blocks = Object.entries(lists).map(([kind, items]) => {
    const lines = items.flatMap((item) => itemLines(item, canvas));
    return [canvas.style.bold(kind), ...(lines.length === 0 ? ['  none'] : lines)].join('\n');
  });
  return blocks.join('\n\n');
}

function itemLines(item: CatalogueItem, canvas: Canvas): string[] {
  const { name, summary, target, rule, claim, expected, shapes = {}, workloads, settings = {} } = item;
  const text =
    rule !== undefined
      ? `${rule} (${target})`
      : claim !== undefined
        ? `${claim} (${target}: ${expected})`
        : (summary ?? '');
  return [
    entry(name, text, 2, canvas),
    ...Object.entries(shapes).map(([shape, about]) => entry(`${name}:${shape}`, about, 4, canvas)),
    ...(workloads === undefined ? [] : [entry('--workload', workloads.join(', '), 4, canvas)]),
    ...Object.entries(settings).map(([flag, setting]) =>
      entry(`--${flag}`, `${settingText(setting)} (default ${setting.fallback})`, 4, canvas),
    ),
  ];
}

/** What it chooses and from what: `Whether holders renew their leases; one of on, off`. */
export function settingText(setting: Setting): string {
  const { describe } = setting;
  const values =
    setting.kind === 'choice'
      ? `one of ${setting.values.join(', ')}`
      : `a number from ${setting.low} to ${setting.high}`;
  return `${describe.charAt(0).toUpperCase()}${describe.slice(1)}; ${values}`;
}

/** Short names have their text beside them, long ones below. */
function entry(name: string, text: string, indent: number, { style, width }: Canvas): string {
  const margin = ' '.repeat(indent);
  const column = indent + NAME_WIDTH;
  if (name.length >= NAME_WIDTH) return `${margin}${style.cyan(name)}\n${paragraph(text, width, indent + 2)}`;
  const body = paragraph(text, width, column).trimStart();
  return `${margin}${style.cyan(name)}${' '.repeat(NAME_WIDTH - name.length)}${body}`;
}
