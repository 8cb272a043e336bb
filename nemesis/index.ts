/**
 * All nemeses by name, and the way from what people type (`partition:bridge,kill`) to the nemeses of a run. A new one is
 * a file beside this and a line in the map. Whether an environment can do what a nemesis needs is for the plan to say.
 */
import { UserError } from '../harness/core/errors.ts';
import { didYouMean } from '../harness/core/nearest.ts';
import { clock } from './clock.ts';
import { disk } from './disk.ts';
import { kill } from './kill.ts';
import type { Nemesis, NemesisFamily } from './nemesis.ts';
import { packet } from './packet.ts';
import { partition } from './partition.ts';
import { pause } from './pause.ts';

export const nemeses = { partition, pause, kill, clock, packet, disk } as const satisfies Record<string, NemesisFamily>;
export type NemesisName = keyof typeof nemeses;

export function nemesisNames(): readonly NemesisName[] {
  return Object.keys(nemeses) as NemesisName[];
}

/** What may follow the colon; empty for an unknown name. */
export function shapesOf(name: string): readonly string[] {
  return isName(name) ? Object.keys(nemeses[name].shapes) : [];
}

/** The nemesis called `kill` or `kill:primaries`, if there is one. */
export function resolveNemesis(text: string): Nemesis | undefined {
  const [name = '', ...shape] = text.split(':');
  if (!isName(name)) return undefined;
  return shape.length === 0 ? nemeses[name].of() : nemeses[name].of(shape.join(':'));
}

/**
 * A list such as `partition,kill:primaries@0.5`; `none` is no nemesis, `all` is each one once, drawing its shapes itself. What
 * follows an @ is the mean number of seconds between two decisions of that nemesis alone.
 */
export function parseNemeses(text: string): readonly Nemesis[] {
  const names = text.split(',').map((name) => name.trim());
  for (const whole of ['none', 'all']) {
    if (names.includes(whole) && names.length > 1) {
      throw new UserError(`"${whole}" stands for the whole list of nemeses: give it alone, not as "${text}"`);
    }
  }
  if (names[0] === 'none') return [];
  const parsed = (names[0] === 'all' ? nemesisNames() : names).map(paced);
  const twice = parsed.find(({ name }, index) => parsed.findIndex((other) => other.name === name) !== index);
  if (twice !== undefined) throw new UserError(`nemesis "${twice.name}" is listed twice in "${text}": list it once`);
  return parsed;
}

function paced(text: string): Nemesis {
  const at = text.indexOf('@');
  const name = at < 0 ? text : text.slice(0, at);
  const nemesis = resolveNemesis(name) ?? refuse(name);
  if (at < 0) return nemesis;
  const everySeconds = Number(text.slice(at + 1));
  if (everySeconds >= SHORTEST_PACE && everySeconds <= LONGEST_PACE) return { ...nemesis, everySeconds };
  throw new UserError(
    `nemesis "${text}": after the @ comes the mean number of seconds between two of its decisions, as in ${name}@0.5`,
  );
}

/** In seconds; what any plan takes for an interval. */
const SHORTEST_PACE = 0.001;
const LONGEST_PACE = 1_000_000;

function refuse(text: string): never {
  const [name = ''] = text.split(':');
  if (!isName(name)) {
    const known = [...nemesisNames(), 'none', 'all'];
    throw new UserError(`unknown nemesis "${name}"${didYouMean(name, known)}; known are: ${known.join(', ')}`);
  }
  const shapes = shapesOf(name);
  const nearest = didYouMean(text.slice(name.length + 1), shapes);
  throw new UserError(
    `unknown nemesis "${text}"${nearest}; ${name} stands alone or takes one of these shapes: ${shapes.join(', ')}`,
  );
}

const isName = (name: string): name is NemesisName => Object.hasOwn(nemeses, name);
