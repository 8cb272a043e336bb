/** The story of a run in words: what was seen, the operations that show it, what happened around them. */

import type { Story } from '../../inspect/story.ts';
import { Command } from '../../report/app/copy.tsx';
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
      {witness.length > 0 && <Witness witness={witness} />}
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

function Witness({ witness }: Pick<Story, 'witness'>) {
  return (
    <>
      <h3>The operations that show it</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls sideways must be reachable by keys */}
      <section class="wide" tabIndex={0} aria-label="The operations that show it">
        <table>
          <thead>
            <tr>
              <th scope="col">from</th>
              <th scope="col">to</th>
              <th scope="col">process</th>
              <th scope="col">operation</th>
            </tr>
          </thead>
          <tbody>
            {witness.map(({ id, process, fromNs, toNs, text, isCulprit }) => (
              <tr key={`${id} ${text}`} class={isCulprit ? 'culprit' : ''}>
                <td class="number">{instant(fromNs)}</td>
                <td class="number">{toNs === undefined ? 'never answered' : instant(toNs)}</td>
                <td class="number">{process}</td>
                <td>
                  <code>{text}</code>
                  {isCulprit && <strong class="note"> fits nowhere</strong>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}
