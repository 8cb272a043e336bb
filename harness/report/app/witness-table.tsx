/** The operations that show a violation, as reports and the page over the store show them. */
import type { ComponentChildren } from 'preact';
import type { Story, WitnessOperation } from '../../inspect/story.ts';
import { instant, lengthOf } from './words.ts';

/** Only where order is what is judged does an operation fit nowhere. */
export const culpritWords = ({ checker }: Story): string =>
  checker === 'linearizable' ? 'fits nowhere' : 'the violation';

interface WitnessTableProps {
  readonly story: Story;
  /** An operation in words, be it to click on. */
  readonly operation?: (one: WitnessOperation) => ComponentChildren;
}

export function WitnessTable({ story, operation = ({ text }) => <code>{text}</code> }: WitnessTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls sideways must be reachable by keys
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
          {story.witness.map((one) => (
            <tr key={`${one.id} ${one.text}`} class={one.isCulprit ? 'culprit' : ''}>
              <td class="number">{instant(one.fromNs)}</td>
              <td class="number">{one.toNs === undefined ? 'never answered' : instant(one.toNs)}</td>
              <td class="number">{one.process}</td>
              <td>
                {operation(one)}
                {one.isCulprit && <strong class="note"> {culpritWords(story)}</strong>}
                {one.toNs !== undefined && <span class="muted"> ({lengthOf(one.fromNs, one.toNs)})</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
