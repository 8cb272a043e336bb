/**
 * The flags of targets' settings: one for each name, whichever targets have a setting of that name. Their values are
 * read as the chosen target means them; a flag that only another target has is handed on as it is, for the plan to say
 * whose it is.
 */
import type { Settings } from '../../targets/target.ts';
import type { OwnTarget } from '../own-target/own-target.ts';
import { settingText } from '../report/catalogue.ts';
import { knownSettings, type OwnedSetting } from '../settings.ts';
import type { Flag, Flags } from './flag.ts';
import type { Values } from './values.ts';

export const SETTING_FLAGS: Flags = Object.fromEntries(
  [...knownSettings()].map(([name, owned]) => [name, flagOf(owned)]),
);

export function settingsFrom(values: Values, target: string | OwnTarget): Settings {
  const settings: { [name: string]: string | number } = {};
  for (const [name, owned] of knownSettings()) {
    const setting =
      typeof target === 'string' ? owned.find((one) => one.target === target)?.setting : target.target.settings?.[name];
    const kind = setting?.kind;
    const value = kind === 'whole' ? values.number(name) : values.text(name);
    if (value !== undefined) settings[name] = value;
  }
  return settings;
}

function flagOf(owned: readonly OwnedSetting[]): Flag {
  const fallbacks = [...new Set(owned.map(({ setting }) => setting.fallback))];
  const words = [...new Set(owned.flatMap(({ setting }) => (setting.kind === 'choice' ? setting.values : [])))];
  return {
    group: 'Of the target:',
    describe: descriptions(owned),
    // Where targets differ, their own is told by `harness list targets`.
    ...(fallbacks.length === 1 ? { fallback: fallbacks[0] } : {}),
    ...(words.length === 0 ? {} : { values: () => words }),
  };
}

/** `Whether holders renew their leases; one of on, off (locks)`; what targets say alike is said once. */
function descriptions(owned: readonly OwnedSetting[]): string {
  const byText = new Map<string, string[]>();
  for (const { target, setting } of owned) {
    const text = settingText(setting);
    byText.set(text, [...(byText.get(text) ?? []), target]);
  }
  return [...byText].map(([text, names]) => `${text} (${names.join(', ')})`).join('; ');
}
