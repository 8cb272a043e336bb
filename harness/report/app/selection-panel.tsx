/** The operation that the reader chose: what it was, an order that explains everything up to its return, and what is left. */
import { useEffect, useState } from 'preact/hooks';
import { type OperationList, OUTCOME_WORDS } from './operation-list.ts';
import { usePage } from './page.ts';
import { type Prefix, prefixUpTo, type Step } from './prefix.ts';
import { useStore } from './store.ts';
import { useOperationList } from './timeline.tsx';
import { count, instant, lengthOf } from './words.ts';

export function SelectionPanel() {
  const { selected } = usePage();
  const at = useStore(selected);
  const list = useOperationList();
  return (
    <aside class="selection" aria-label="The chosen operation" aria-live="polite">
      {at === undefined || list === undefined ? (
        <p class="empty">Choose an operation to see what the checker knew when it returned.</p>
      ) : (
        <Selected list={list} at={at} key={at} />
      )}
    </aside>
  );
}

function Selected({ list, at }: { readonly list: OperationList; readonly at: number }) {
  const { operations } = list;
  const [callNs, endNs] = [operations.callNs[at] ?? 0, operations.endNs[at] ?? 0];
  const outcome = list.outcome(at);
  const error = list.error(at);
  return (
    <>
      <h3>
        <code>{list.text(at)}</code>
      </h3>
      <dl>
        <dt>process</dt>
        <dd>{operations.process[at]}</dd>
        <dt>operation</dt>
        <dd>{operations.id[at]}</dd>
        <dt>called</dt>
        <dd>{instant(callNs)}</dd>
        <dt>returned</dt>
        <dd>{outcome === 'invoke' ? 'never' : `${instant(endNs)}, after ${lengthOf(callNs, endNs)}`}</dd>
        <dt>outcome</dt>
        <dd>
          {OUTCOME_WORDS[outcome]}
          {error !== undefined && ` (${error})`}
        </dd>
      </dl>
      {list.model === undefined ? (
        <p class="empty">What these operations do has no model of a single object: there is no order to show.</p>
      ) : (
        <Known list={list} at={at} />
      )}
    </>
  );
}

/** What came of looking, or that it failed. */
type Answer = Prefix | string | undefined;

function Known({ list, at }: { readonly list: OperationList; readonly at: number }) {
  const [prefix, setPrefix] = useState<Answer>();
  useEffect(() => {
    let isWanted = true;
    const answer = (found: Answer): void => {
      if (isWanted) setPrefix(found);
    };
    prefixUpTo(list, at).then(answer, (error: unknown) => answer(`The checker cannot run here: ${String(error)}`));
    return () => {
      isWanted = false;
    };
  }, [list, at]);
  if (prefix === undefined) return <p class="loading">Looking for an order.</p>;
  if (typeof prefix === 'string') return <p class="empty">{prefix}</p>;
  const { called, returned, key } = prefix;
  return (
    <>
      <p class="muted">
        {key === undefined ? '' : `Key ${key}: `}
        {count(called, 'operations')} called by then, {returned} of them returned.
      </p>
      {prefix.valid === true && <Order order={prefix.order} chosen={list.operations.id[at] ?? -1} />}
      {prefix.valid === false && (
        <>
          <h4>No order explains what had returned by then</h4>
          <p>{prefix.because}</p>
        </>
      )}
      {prefix.valid === 'unknown' && <p>{prefix.because}</p>}
      <Configurations prefix={prefix} />
    </>
  );
}

const SHOWN_STEPS = 8;

function Order({ order, chosen }: { readonly order: readonly Step[]; readonly chosen: number }) {
  const [isWhole, setIsWhole] = useState(false);
  const shown = isWhole ? order : order.slice(-SHOWN_STEPS);
  const hidden = order.length - shown.length;
  return (
    <>
      <h4>An order that explains it</h4>
      {hidden > 0 && (
        <button type="button" class="link" onClick={() => setIsWhole(true)}>
          and {count(hidden, 'operations')} before these
        </button>
      )}
      <ol class="order" start={hidden + 1}>
        {shown.map(({ id, text, state }) => (
          <li key={id} class={id === chosen ? 'chosen' : ''}>
            <code>{text}</code> <span class="muted">leaves</span> <code>{state}</code>
          </li>
        ))}
      </ol>
    </>
  );
}

const SHOWN_CONFIGURATIONS = 12;

function Configurations({ prefix: { configurations, valid } }: { readonly prefix: Prefix }) {
  if (configurations === undefined) return <p class="muted">There were too many configurations to follow.</p>;
  if (configurations.length === 0) return valid === false ? <p>No configuration is left.</p> : null;
  const hidden = configurations.length - SHOWN_CONFIGURATIONS;
  return (
    <>
      <h4>What the object can be at that moment</h4>
      <ul class="configurations">
        {configurations.slice(0, SHOWN_CONFIGURATIONS).map(({ state, placed }) => (
          <li key={`${state} ${placed.join()}`}>
            <code>{state}</code>
            {placed.length > 0 && (
              <span class="muted">
                {' '}
                if {placed.join(', ')} {placed.length === 1 ? 'has' : 'have'} taken effect already
              </span>
            )}
          </li>
        ))}
      </ul>
      {hidden > 0 && <p class="muted">and {count(hidden, 'others')}</p>}
    </>
  );
}
