/**
 * Light or dark: as the system has it, until the reader chooses. Canvases take their colours from the style sheet, which has
 * each of them once for both.
 */
import { Store } from './store.ts';

export type Scheme = 'light' | 'dark';

/** The scheme in force; it goes with the system until somebody sets it. */
export function schemeOfPage(): Store<Scheme> {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const systemScheme = (): Scheme => (system.matches ? 'dark' : 'light');
  const scheme = new Store<Scheme>(systemScheme());
  let isFollowing = true;
  system.addEventListener('change', () => {
    if (isFollowing) scheme.set(systemScheme());
  });
  const apply = (): void => {
    if (scheme.value !== systemScheme()) isFollowing = false;
    document.documentElement.dataset.scheme = scheme.value;
  };
  scheme.subscribe(apply);
  apply();
  return scheme;
}

export interface Palette {
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  readonly fault: string;
  readonly faultBar: string;
  /** Words on bars of operations, and on those that are marked. */
  readonly onBar: string;
  readonly onMark: string;
  readonly ok: string;
  readonly fail: string;
  readonly info: string;
  readonly witness: string;
  readonly culprit: string;
  readonly held: string;
  readonly selected: string;
  readonly primary: string;
  readonly up: string;
  readonly down: string;
  readonly paused: string;
  readonly skewed: string;
  readonly dropped: string;
  /** For things that are told apart by colour alone: nodes, kinds of messages. */
  readonly kinds: readonly string[];
}

const KINDS = 8;

export function palette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    text: colour('text'),
    muted: colour('muted'),
    grid: colour('grid'),
    fault: colour('fault'),
    faultBar: colour('fault-bar'),
    onBar: colour('on-bar'),
    onMark: colour('on-mark'),
    ok: colour('ok'),
    fail: colour('fail'),
    info: colour('info'),
    witness: colour('witness'),
    culprit: colour('culprit'),
    held: colour('held'),
    selected: colour('selected'),
    primary: colour('primary'),
    up: colour('up'),
    down: colour('down'),
    paused: colour('paused'),
    skewed: colour('skewed'),
    dropped: colour('dropped'),
    kinds: Array.from({ length: KINDS }, (_, at) => colour(`kind-${at}`)),
  };
}
