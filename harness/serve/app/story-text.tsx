/** The story of a run in words: what was seen, the operations that show it, what happened around them. */

import type { Story } from '../../inspect/story.ts';
import { Command } from '../../report/app/copy.tsx';
import { WitnessTable } from '../../report/app/witness-table.tsx';
import { instant } from '../../report/app/words.ts';

export function StoryText({ story }: { readonly story: Story }) {
  const { sentences, witness, around, next } = story;
  return (
    <>
      {sentences.map((sentence) => (
        <p key={sentence} class="prose">
          {sentence}
        </p>
      ))}
      {witness.length > 0 && (
        <>
          <h3>The operations that show it</h3>
          <WitnessTable story={story} />
        </>
      )}
      {around.length > 0 && (
        <>
          <h3>What happened around it</h3>
          <ul class="around">
            {around.map(({ timeNs, text, kind }) => (
              <li key={`${timeNs} ${text}`}>
                <span class="number">{instant(timeNs)}</span> <span class={`kind ${kind}`}>{kind}</span> {text}
              </li>
            ))}
          </ul>
        </>
      )}
      {next.length > 0 && (
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
      )}
    </>
  );
}
