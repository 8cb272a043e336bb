/**
 * The faults of a run as bands of time, from the nemesis' events in the history: a fault lasts from its start to its stop, or
 * to the healing at the end. Events of another shape, as from an edited history, are passed over.
 */
import type { Op } from '../../../histories/op.ts';
import type { Json } from '../../core/json.ts';
import { type JsonObject, objectOf, textOf } from '../../inspect/stored-verdicts.ts';
import type { FaultBand } from './data.ts';

export function faultBands(history: readonly Op[], endNs: number): readonly FaultBand[] {
  const bands: FaultBand[] = [];
  const open = new Map<string, Omit<FaultBand, 'toNs'>>();
  const close = (nemesis: string, toNs: number): void => {
    const band = open.get(nemesis);
    if (band !== undefined) bands.push({ ...band, toNs });
    open.delete(nemesis);
  };
  for (const { process, f, value, time } of history) {
    if (process !== 'nemesis') continue;
    const fields = objectOf(value);
    const nemesis = textOf(fields.nemesis);
    const [, phase, family = ''] = /^(start|change|stop|heal)-(.+)$/.exec(f) ?? [];
    if (phase === undefined || nemesis === undefined) continue;
    // Of the two events of a decision the second, which has what came of it, is the one that ends a fault.
    const isDone = 'bites' in fields;
    if (phase === 'stop' || phase === 'heal') {
      if (isDone) close(nemesis, time);
    } else if (!isDone) {
      close(nemesis, time);
      open.set(nemesis, { nemesis, fromNs: time, text: decisionWords(family, objectOf(fields.decision)) });
    }
  }
  for (const nemesis of [...open.keys()]) close(nemesis, endNs);
  return bands.sort((a, b) => a.fromNs - b.fromNs);
}

/** `halves: n1 n2 | n3`, `drift: n1, n2; ppm n1 319, n2 -129`. */
function decisionWords(family: string, decision: JsonObject): string {
  const kind = textOf(decision.shape) ?? textOf(decision.fault) ?? family;
  const details = Object.entries(decision).flatMap(([name, value]) => {
    if (['nemesis', 'shape', 'fault'].includes(name) || value === undefined) return [];
    if (name === 'grudge') return [groupWords(objectOf(value))];
    if (name === 'nodes') return [textsIn(value).join(', ')];
    return [`${name} ${valueWords(value)}`];
  });
  return details.length === 0 ? kind : `${kind}: ${details.join('; ')}`;
}

/** Who hears whom: groups where hearing goes both ways and is shared, else each node and whom it does not hear. */
function groupWords(grudge: JsonObject): string {
  const deafTo = new Map(Object.entries(grudge).map(([node, others]) => [node, textsIn(others)]));
  const nodes = [...new Set([...deafTo.keys(), ...[...deafTo.values()].flat()])].sort();
  const key = (node: string): string => nodes.filter((other) => !(deafTo.get(node) ?? []).includes(other)).join(' ');
  const groups = [...new Set(nodes.map(key))];
  const isSplit = groups.flatMap((group) => group.split(' ')).length === nodes.length;
  if (isSplit) return groups.join(' | ');
  const lines = [...deafTo].filter(([, others]) => others.length > 0);
  return lines.map(([node, others]) => `${node} does not hear ${others.join(', ')}`).join('; ');
}

function valueWords(value: Json): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return value.map((item: Json) => valueWords(item)).join(', ');
  return Object.entries(objectOf(value))
    .map(([name, item]) => `${name} ${valueWords(item ?? null)}`)
    .join(', ');
}

function textsIn(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((item: Json): item is string => typeof item === 'string') : [];
}
