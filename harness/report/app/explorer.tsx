/** The part of the page over which time is moved: buttons and keys for it, the cluster, the operations, the messages. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { secondsToNs } from '../../core/time.ts';
import type { Operations } from '../html/operations.ts';
import { Cluster } from './cluster.tsx';
import { Diagram } from './diagram.tsx';
import { Legend } from './legend.tsx';
import { type Page, usePage } from './page.ts';
import { SelectionPanel } from './selection-panel.tsx';
import { WitnessButton } from './story-panel.tsx';
import { hasHolds, Timeline } from './timeline.tsx';
import { culpritWords } from './witness-table.tsx';
import { instant } from './words.ts';

export function Explorer() {
  const page = usePage();
  const { operations } = page.run;
  const area = useRef<HTMLElement>(null);
  return (
    <section
      aria-labelledby="timeline"
      class="explorer"
      ref={area}
      onKeyDown={(event) => {
        if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
        if (pressed(event.key, page)) event.preventDefault();
      }}
    >
      <h2 id="timeline">Timeline</h2>
      <Toolbar />
      <Cluster />
      {operations === undefined ? (
        <p class="empty">There are no operations to show.</p>
      ) : (
        <Bars operations={operations} />
      )}
      <h2 id="messages">Messages</h2>
      <Diagram />
    </section>
  );
}

function Bars({ operations }: { readonly operations: Operations }) {
  const page = usePage();
  const { story } = page.run.report;
  const culprits = story.witness.some(({ isCulprit }) => isCulprit);
  return (
    <>
      <Legend
        entries={[
          ['ok', 'succeeded'],
          ['fail', 'failed'],
          ['info', 'outcome unknown'],
          ['fault', 'fault'],
          ...(page.witness.size === 0 ? [] : [['witness', 'witness'] as const]),
          ...(culprits ? [['culprit', culpritWords(story)] as const] : []),
          ...(hasHolds(page, operations) ? [['held', 'lock held'] as const] : []),
        ]}
      />
      <Timeline operations={operations} />
      <SelectionPanel />
    </>
  );
}

function Toolbar() {
  const { view, witness } = usePage();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keys of the timeline need a place to have the focus
    <div class="toolbar" role="toolbar" aria-label="Time, with keys: see the note below" tabIndex={0} id="time">
      <WitnessButton />
      <button type="button" onClick={() => view.showAll()}>
        Whole run
      </button>
      <button type="button" onClick={() => view.zoom(1 / 2)} aria-label="Zoom in">
        +
      </button>
      <button type="button" onClick={() => view.zoom(2)} aria-label="Zoom out">
        −
      </button>
      <button type="button" onClick={() => view.pan(-1 / 2)} aria-label="Earlier">
        ◀
      </button>
      <button type="button" onClick={() => view.pan(1 / 2)} aria-label="Later">
        ▶
      </button>
      <Shown />
      <details class="help">
        <summary>Keys and gestures</summary>
        <p>
          Drag to move, Ctrl and the wheel (or two fingers) to zoom, Shift and drag to zoom to a stretch, double-click
          to zoom in. With the focus here: <kbd>←</kbd> <kbd>→</kbd> move, <kbd>+</kbd> <kbd>−</kbd> zoom,{' '}
          <kbd>Home</kbd> the whole run, <kbd>n</kbd> <kbd>p</kbd> next and previous operation
          {witness.size > 0 && (
            <>
              , <kbd>w</kbd> the witness
            </>
          )}
          .
        </p>
      </details>
    </div>
  );
}

function Shown() {
  const { view } = usePage();
  const [, redraw] = useState(0);
  useEffect(() => view.subscribe(() => redraw((n) => n + 1)), [view]);
  const at = (seconds: number): string => instant(secondsToNs(Math.max(0, seconds)));
  return (
    <output class="shown" data-min={view.min} data-max={view.max}>
      {at(view.min)} to {at(view.max)}
    </output>
  );
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && /^(?:INPUT|SELECT|TEXTAREA)$/.test(target.tagName);

/** Whether the key means anything here. */
function pressed(key: string, page: Page): boolean {
  const { view, selected, run } = page;
  const step = (by: number): void => {
    const { operations } = run;
    if (operations === undefined) return;
    const first = operations.callNs.findIndex((ns) => ns >= secondsToNs(view.min));
    const next = selected.value === undefined ? Math.max(0, first) : selected.value + by;
    const at = Math.min(Math.max(next, 0), operations.count - 1);
    selected.set(at);
    const seconds = (operations.callNs[at] ?? 0) / 1e9;
    const half = (view.max - view.min) / 2;
    if (seconds < view.min || seconds > view.max) view.show(seconds - half, seconds + half);
  };
  const keys: { readonly [key: string]: () => void } = {
    ArrowLeft: () => view.pan(-0.2),
    ArrowRight: () => view.pan(0.2),
    '+': () => view.zoom(1 / 1.5),
    '=': () => view.zoom(1 / 1.5),
    '-': () => view.zoom(1.5),
    Home: () => view.showAll(),
    w: () => page.showWitness?.(),
    n: () => step(1),
    p: () => step(-1),
    Escape: () => selected.set(undefined),
  };
  const act = Object.hasOwn(keys, key) ? keys[key] : undefined;
  act?.();
  return act !== undefined;
}
