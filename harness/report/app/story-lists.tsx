/** The lists of a story, as reports and the page over the store show them: what happened around it, and what to do next. */
import type { ComponentChildren } from 'preact';
import type { Story } from '../../inspect/story.ts';
import { Command } from './copy.tsx';
import { instant } from './words.ts';

interface AroundProps extends Pick<Story, 'around'> {
  /** When it happened, be it to click on. */
  readonly moment?: (timeNs: number) => ComponentChildren;
}

export function Around({ around, moment = (timeNs) => <span class="number">{instant(timeNs)}</span> }: AroundProps) {
  return (
    <>
      <h3>What happened around it</h3>
      <ul class="around">
        {around.map(({ timeNs, text, kind }) => (
          <li key={`${timeNs} ${text}`}>
            {moment(timeNs)} <span class={`kind ${kind}`}>{kind}</span> {text}
          </li>
        ))}
      </ul>
    </>
  );
}

export function Next({ next }: Pick<Story, 'next'>) {
  return (
    <>
      <h3>What to do next</h3>
      <ul class="next">
        {next.map(({ what, command }) => (
          <li key={command}>
            {what}
            <Command line={command} what={what} />
          </li>
        ))}
      </ul>
    </>
  );
}
