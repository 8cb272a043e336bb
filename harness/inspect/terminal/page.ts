/** The story as `harness inspect` prints it: what is wrong, the picture, what was tried, what went on around it, and what to do. */
import { commandLine, labelledPath, paragraph } from '../../report/layout.ts';
import { type Canvas, verdictWord } from '../../report/style.ts';
import type { Happening, Story } from '../story-data.ts';
import { at } from '../words.ts';
import { lettersOf, picture } from './picture.ts';

export interface Page {
  readonly story: Story;
  /** The run's directory. */
  readonly run: string;
  /** `raft, workload register, environment sim, seed 3`. */
  readonly plan: string;
  /** Of the picture, which may be wider than text should be. */
  readonly pictureWidth: number;
}

export function page({ story, run, plan, pictureWidth }: Page, canvas: Canvas): string {
  const { style, width } = canvas;
  const blocks = [
    [title(story, canvas), paragraph(plan, width)].join('\n'),
    paragraph(style.bold(story.headline), width),
    ...story.sentences.map((text) => paragraph(text, width)),
    picture(story, { style, width: pictureWidth }).join('\n'),
    section(
      'Orders tried',
      story.tried.map(({ order, state, rejected }) => {
        const after = order.length === 0 ? 'At first' : `After ${order.join(', ')}`;
        return paragraph(`${after}${state === '' ? '' : ` (${state})`}: ${rejected}.`, width, 2);
      }),
      canvas,
    ),
    section('Around it', aroundLines(story, canvas), canvas),
    section(
      'What is missing',
      story.missing.map((text) => paragraph(text, width, 2)),
      canvas,
    ),
    section(
      'Next',
      [...story.next.flatMap(({ what, command }) => [`  ${what}:`, style.cyan(commandLine(command, width, 4))])],
      canvas,
    ),
    labelledPath('Run', run, canvas),
  ];
  return blocks.filter((block) => block !== '').join('\n\n');
}

function title({ verdict, checker }: Story, { style }: Canvas): string {
  const word = verdict === 'none' ? style.bold(style.yellow('NO VERDICT')) : verdictWord(verdict, style);
  return checker === undefined ? word : `${word}  ${style.bold(checker)}`;
}

function section(heading: string, lines: readonly string[], { style }: Canvas): string {
  return lines.length === 0 ? '' : [style.bold(heading), ...lines].join('\n');
}

function aroundLines(story: Story, { style, width }: Canvas): readonly string[] {
  const letters = lettersOf(story);
  const paint: { readonly [kind in Happening['kind']]: (text: string) => string } = {
    fault: style.yellow,
    leader: style.cyan,
    crash: style.red,
  };
  const times = story.around.map(({ timeNs }) => at(timeNs));
  const longest = Math.max(0, ...times.map((time) => time.length));
  return story.around.map((happening, index) => {
    const time = (times[index] ?? '').padStart(longest);
    const head = `${letters.get(happening) ?? ' '} ${time}  ${happening.kind.padEnd(6)}  `;
    const text = paragraph(happening.text, width, head.length).trimStart();
    return `${style.yellow(head.slice(0, 2))}${head.slice(2, -8)}${paint[happening.kind](head.slice(-8))}${text}`;
  });
}
