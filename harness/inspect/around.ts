/**
 * What the network and the nodes did about the time of a failure: faults that were in force or came and went, who came to
 * lead and who stopped, which nodes went down. Earlier things belong to it only as far as they still lasted.
 */
import type { StateChange } from '../../histories/states.ts';
import type { Fault } from './faults.ts';
import type { Happening } from './story-data.ts';

export interface Window {
  readonly fromNs: number;
  readonly toNs: number;
}

const MOST_HAPPENINGS = 24;

/** Of too many, those nearest to the focus are told. */
export function happeningsIn(
  window: Window,
  faults: readonly Fault[],
  states: readonly StateChange[],
  focusNs: number,
): readonly Happening[] {
  const { fromNs, toNs } = window;
  const isWithin = (timeNs: number): boolean => timeNs >= fromNs && timeNs <= toNs;
  const ofFaults = faults
    .filter((fault) => fault.fromNs <= toNs && fault.toNs >= fromNs)
    .flatMap((fault): Happening[] => [
      { timeNs: fault.fromNs, text: fault.text, kind: 'fault' },
      ...(isWithin(fault.toNs) && !isFollowed(fault, faults) ? [ended(fault)] : []),
    ]);
  const isTold = ({ kind, timeNs }: Happening): boolean =>
    kind === 'crash' && ofFaults.some((fault) => fault.timeNs === timeNs);
  const changes = changesIn(states, isWithin).filter((change) => !isTold(change));
  const all = [...ofFaults, ...changes, ...leadersAt(fromNs, states)];
  const distance = ({ timeNs }: Happening): number => Math.abs(timeNs - focusNs);
  return all
    .sort((a, b) => distance(a) - distance(b))
    .slice(0, MOST_HAPPENINGS)
    .sort((a, b) => a.timeNs - b.timeNs);
}

const ended = ({ toNs, over }: Fault): Happening => ({ timeNs: toNs, text: over, kind: 'fault' });

/** By another shape of it at the same moment. */
function isFollowed({ nemesis, toNs }: Fault, faults: readonly Fault[]): boolean {
  return faults.some((other) => other.nemesis === nemesis && other.fromNs === toNs);
}

function changesIn(states: readonly StateChange[], isWithin: (timeNs: number) => boolean): readonly Happening[] {
  const last = new Map<string, StateChange>();
  const happenings: Happening[] = [];
  for (const state of states) {
    const before = last.get(state.node);
    last.set(state.node, state);
    if (before === undefined || !isWithin(state.time)) continue;
    const add = (kind: Happening['kind'], text: string): void => {
      happenings.push({ timeNs: state.time, text, kind });
    };
    const { node } = state;
    if (before.up && !state.up) add('crash', `${node} goes down`);
    if (!before.up && state.up) add('crash', `${node} is up again`);
    const led = leads(before);
    if (leads(state) && (!led || before.term !== state.term))
      add('leader', `${node} becomes ${roleOf(state)}${inTerm(state)}`);
    else if (led && !leads(state) && state.up) add('leader', `${node} stops being ${roleOf(before)}${inTerm(before)}`);
  }
  return happenings;
}

/** Who led already when it began. */
function leadersAt(fromNs: number, states: readonly StateChange[]): readonly Happening[] {
  const last = new Map<string, StateChange>();
  const since = new Map<string, number>();
  for (const state of states) {
    if (state.time >= fromNs) break;
    const before = last.get(state.node);
    if (before === undefined || !leads(before) || before.term !== state.term) since.set(state.node, state.time);
    last.set(state.node, state);
  }
  return [...last.values()].filter(leads).map((state) => ({
    timeNs: since.get(state.node) ?? state.time,
    text: `${state.node} becomes ${roleOf(state)}${inTerm(state)}`,
    kind: 'leader',
  }));
}

const leads = ({ up, primary }: StateChange): boolean => up && primary === true;
const roleOf = ({ role }: StateChange): string => role ?? 'leader';
const inTerm = ({ term }: StateChange): string => (term === undefined ? '' : ` of term ${term}`);
