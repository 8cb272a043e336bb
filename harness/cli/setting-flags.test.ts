/** Settings that targets declare: each is a flag, so each must be one word that nothing else is called by. */
import { describe, expect, test } from 'vitest';
import { targets } from '../../targets/index.ts';
import { targetNamed } from '../names.ts';
import { DEFAULTS, homeOf, planOf } from '../plan.ts';
import { changedSettings, settingsOf } from '../settings.ts';
import { commands } from './main.ts';

const flagsOfOthers = commands
  .flatMap(({ flags }) => Object.entries(flags))
  .filter(([, { group }]) => group !== 'Of the target:');
const taken = new Set(['help', 'version', ...flagsOfOthers.map(([flag]) => flag)]);

describe.each(Object.keys(targets))('the settings of %s', (name) => {
  const target = targetNamed(name);
  const settings = Object.entries(target.settings ?? {});

  test('have names, values and texts that fit a command line and a replay line', () => {
    for (const [flag, setting] of settings) {
      expect(flag).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(taken).not.toContain(flag);
      expect(setting.describe).toMatch(/[^.:]$/);
      if (setting.kind === 'choice') for (const value of setting.values) expect(value).toMatch(/^[a-z0-9][a-z0-9-]*$/);
    }
  });

  test('have fallbacks that are values of theirs, and make a plan', () => {
    const fallbacks = Object.fromEntries(settings.map(([flag, { fallback }]) => [flag, fallback]));
    expect(settingsOf(target, fallbacks)).toEqual(settingsOf(target, {}));
    expect(changedSettings(target, fallbacks)).toEqual([]);
    expect(planOf({ ...DEFAULTS, env: homeOf(target), target: name, seed: 1 }).settings).toEqual(fallbacks);
  });
});
