/**
 * A story as the Markdown of a job summary on GitHub: the verdict, what went wrong in words, the operations that show it,
 * what went on around it, and the line that runs it again. Values of histories are text here, never markup.
 */
import type { Story } from '../story-data.ts';
import { at } from '../words.ts';

export interface Summary {
  readonly story: Story;
  /** `raft, workload register, environment sim, seed 3`. */
  readonly plan: string;
  readonly replay: string | undefined;
}

const MOST_ROWS = 20;

export function markdownOf({ story, plan, replay }: Summary): string {
  const { headline, sentences, witness, around, missing } = story;
  return [
    `### ${verdictWord(story)}`,
    plain(plan),
    `**${plain(headline)}**`,
    ...sentences.map(plain),
    table(
      ['', 'from', 'to', 'process', 'operation'],
      witness
        .slice(-MOST_ROWS)
        .map(({ isCulprit, fromNs, toNs, process, text }) => [
          isCulprit ? '❌' : '',
          at(fromNs),
          toNs === undefined ? 'never' : at(toNs),
          String(process),
          text,
        ]),
    ),
    folded(
      'What went on around it',
      table(
        ['at', '', 'what'],
        around.map(({ timeNs, kind, text }) => [at(timeNs), kind, text]),
      ),
    ),
    ...missing.map((text) => `⚠️ ${plain(text)}`),
    ...(replay === undefined ? [] : [fenced(replay)]),
  ]
    .filter((block) => block !== '')
    .join('\n\n')
    .concat('\n');
}

export interface SeriesSummary {
  readonly plan: string;
  readonly counts: { readonly [outcome: string]: number };
  readonly failures: readonly {
    readonly seed: number;
    readonly outcome: string;
    readonly because: string;
    readonly replay: string;
  }[];
}

export function seriesMarkdown({ plan, counts, failures }: SeriesSummary): string {
  const tally = Object.entries(counts).map(([outcome, n]) => `${n} ${outcome}`);
  const shown = failures.slice(0, MOST_ROWS);
  return [
    `### ${failures.length === 0 ? '✅ VALID' : '❌ NOT ALL RUNS PASSED'}`,
    plain(plan),
    `**${tally.join(', ')}**`,
    table(
      ['seed', 'outcome', 'because'],
      shown.map(({ seed, outcome, because }) => [String(seed), outcome, because.split('\n')[0] ?? '']),
    ),
    ...(shown.length === 0 ? [] : [folded('Replay', fenced(shown.map(({ replay }) => replay).join('\n')))]),
  ]
    .filter((block) => block !== '')
    .join('\n\n')
    .concat('\n');
}

function verdictWord({ verdict, checker }: Story): string {
  const word =
    { true: '✅ VALID', false: '❌ INVALID', unknown: '❔ UNKNOWN', none: '❔ NO VERDICT' }[String(verdict)] ?? '';
  return checker === undefined ? word : `${word}: ${plain(checker)}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map((row) => line(row.map(plain)))].join('\n');
}

const folded = (title: string, body: string): string =>
  body === '' ? '' : `<details><summary>${title}</summary>\n\n${body}\n\n</details>`;

/** A fence longer than any within. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}sh\n${text}\n${fence}`;
}

/** What means something in Markdown is taken by its word; a table's cell has one line. */
function plain(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>|#~]/g, '\\$&').replaceAll(/\s*\n\s*/g, ' ');
}
