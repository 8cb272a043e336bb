/** What went wrong, in words: the few operations that show it, why no order explains them, what happened around them. */
import type { Story } from '../../inspect/story.ts';
import { usePage } from './page.ts';
import { Around, Next } from './story-lists.tsx';
import { WitnessTable } from './witness-table.tsx';
import { instant } from './words.ts';

export function StoryPanel({ story }: { readonly story: Story }) {
  const { sentences, witness, tried, around, next } = story;
  return (
    <section aria-labelledby="story">
      <h2 id="story">{story.verdict === false ? 'What went wrong' : 'What there is to say'}</h2>
      <div class="columns">
        <div>
          {sentences.map((sentence) => (
            <p key={sentence} class="prose">
              {sentence}
            </p>
          ))}
          {witness.length > 0 && <Witness story={story} />}
          {tried.length > 0 && <Tried tried={tried} />}
        </div>
        <div>
          {around.length > 0 && <AroundOnTimeline around={around} />}
          {next.length > 0 && <Next next={next} />}
        </div>
      </div>
    </section>
  );
}

function Witness({ story }: { readonly story: Story }) {
  const { showWitness, selected, run } = usePage();
  const placeOf = (id: number): number | undefined => {
    const place = run.operations?.id.indexOf(id) ?? -1;
    return place < 0 ? undefined : place;
  };
  return (
    <>
      <h3>The operations that show it</h3>
      {showWitness !== undefined && run.operations !== undefined && (
        <p>
          <WitnessButton />
        </p>
      )}
      <WitnessTable
        story={story}
        operation={({ id, text }) =>
          placeOf(id) === undefined ? (
            <code>{text}</code>
          ) : (
            <button type="button" class="link" onClick={() => selected.set(placeOf(id))}>
              {text}
            </button>
          )
        }
      />
    </>
  );
}

export function WitnessButton() {
  const { showWitness, selected, witness, run } = usePage();
  if (showWitness === undefined || run.operations === undefined) return null;
  const show = (): void => {
    showWitness();
    const culprit = [...witness].find(([, isCulprit]) => isCulprit)?.[0];
    if (culprit !== undefined) selected.set(culprit);
    document.getElementById('timeline')?.scrollIntoView({ block: 'start' });
  };
  return (
    <button type="button" class="primary" onClick={show}>
      Show the witness
    </button>
  );
}

function Tried({ tried }: Pick<Story, 'tried'>) {
  return (
    <details>
      <summary>What was tried, and why it does not work ({tried.length})</summary>
      <ol class="tried">
        {tried.map(({ order, state, rejected }) => (
          <li key={`${order.join()} ${rejected}`}>
            {order.length > 0 && (
              <span>
                {order.map((text) => (
                  <code key={text}>{text}</code>
                ))}
                {': '}
              </span>
            )}
            the object holds <code>{state}</code>. {rejected}
          </li>
        ))}
      </ol>
    </details>
  );
}

/** Each with a way to its place on the timeline. */
function AroundOnTimeline({ around }: Pick<Story, 'around'>) {
  const { view } = usePage();
  const show = (timeNs: number): void => {
    const half = (view.max - view.min) / 2;
    view.show(timeNs / 1e9 - half, timeNs / 1e9 + half);
    document.getElementById('timeline')?.scrollIntoView({ block: 'start' });
  };
  return (
    <Around
      around={around}
      moment={(timeNs) => (
        <button type="button" class="link number" onClick={() => show(timeNs)}>
          {instant(timeNs)}
        </button>
      )}
    />
  );
}
