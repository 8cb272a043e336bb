/**
 * Names of nodes inside the decisions of nemeses, whatever their form: they stand in lists, as keys, and as the whole of a
 * text, and nothing else in a decision reads like one.
 */
import type { Json } from '../core/json.ts';

/** Without every mention of these. */
export function withoutName(value: Json, gone: readonly string[]): Json {
  if (typeof value !== 'object' || value === null) return value;
  const isGone = (one: Json): boolean => typeof one === 'string' && gone.includes(one);
  if (Array.isArray(value)) {
    return (value as readonly Json[]).filter((one) => !isGone(one)).map((one) => withoutName(one, gone));
  }
  const fields = Object.entries(value).filter(([name]) => !gone.includes(name));
  return Object.fromEntries(fields.map(([name, field]) => [name, withoutName(field ?? null, gone)]));
}

export function renamed(value: Json, names: ReadonlyMap<string, string>): Json {
  if (typeof value === 'string') return names.get(value) ?? value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map((one) => renamed(one, names));
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [names.get(name) ?? name, renamed(field ?? null, names)]),
  );
}
