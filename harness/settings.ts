/**
 * The settings of targets: which there are, by the name of their flag, and from what a user gave to the values that a
 * plan holds, one for each setting of its target. Whatever is not the target's, or not a value of it, is refused in one
 * sentence; what settings mean together is for the target to say.
 */
import { targets } from '../targets/index.ts';
import type { AnyTarget, Setting, Settings } from '../targets/target.ts';
import { UserError } from './core/errors.ts';
import { didYouMean } from './core/nearest.ts';
import { targetNamed } from './names.ts';

export interface OwnedSetting {
  readonly target: string;
  readonly setting: Setting;
}

/** Every setting by its flag, with the targets that have one of this name. */
export function knownSettings(): ReadonlyMap<string, readonly OwnedSetting[]> {
  const known = new Map<string, OwnedSetting[]>();
  for (const target of Object.keys(targets)) {
    for (const [name, setting] of Object.entries(targetNamed(target).settings ?? {})) {
      known.set(name, [...(known.get(name) ?? []), { target, setting }]);
    }
  }
  return known;
}

/** One checked value for each setting of the target; throws UserError. */
export function settingsOf(target: AnyTarget, given: Settings): Settings {
  const { name: targetName, settings = {} } = target;
  const foreign = Object.keys(given).find((name) => !Object.hasOwn(settings, name));
  if (foreign !== undefined) throw notOf(targetName, foreign, Object.keys(settings));
  return Object.fromEntries(
    Object.entries(settings).map(([name, setting]) => {
      const value = Object.hasOwn(given, name) ? given[name] : undefined;
      return [name, value === undefined ? setting.fallback : checked(name, setting, value)];
    }),
  );
}

/** Those that are not what the target does by itself. */
export function changedSettings(
  target: AnyTarget,
  settings: Settings,
): readonly (readonly [string, string | number])[] {
  return Object.entries(settings).filter(([name, value]) => target.settings?.[name]?.fallback !== value);
}

/** Those of a plan that have to be said: of a user's own target all, for what it does by itself is not known here. */
export function chosenSettings(plan: {
  readonly target: string;
  readonly targetFile?: unknown;
  readonly settings: Settings;
}): readonly (readonly [string, string | number])[] {
  if (plan.targetFile !== undefined) return Object.entries(plan.settings);
  return changedSettings(targetNamed(plan.target), plan.settings);
}

function checked(name: string, setting: Setting, value: string | number): string | number {
  if (setting.kind === 'choice') {
    if (typeof value === 'string' && setting.values.includes(value)) return value;
    const nearest = didYouMean(String(value), setting.values);
    throw new UserError(`--${name} must be one of ${setting.values.join(', ')}, got ${value}${nearest}`);
  }
  const { low, high } = setting;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= low && value <= high) return value;
  throw new UserError(`--${name} must be a whole number from ${low} to ${high}, got ${value}`);
}

function notOf(target: string, name: string, own: readonly string[]): UserError {
  const owners = knownSettings()
    .get(name)
    ?.map((owned) => owned.target);
  if (owners !== undefined) {
    return new UserError(
      `--${name} is a setting of ${owners.join(' and ')}, not of target ${target}: leave it out, or choose --target ${owners[0]}`,
    );
  }
  return new UserError(
    `target ${target} has no setting ${name}${didYouMean(name, own)}; it has ${own.join(', ') || 'none'}`,
  );
}
