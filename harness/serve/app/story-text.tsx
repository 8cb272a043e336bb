/** The story of a run in words: what was seen, the operations that show it, what happened around them. */

import type { Story } from '../../inspect/story.ts';
import { Around, Next } from '../../report/app/story-lists.tsx';
import { WitnessTable } from '../../report/app/witness-table.tsx';

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
      {around.length > 0 && <Around around={around} />}
      {next.length > 0 && <Next next={next} />}
    </>
  );
}
