/** What there is to choose from when a test is started from the page: the maps by name, as plain data. */
import { nemeses } from '../../nemesis/index.ts';
import type { NemesisFamily } from '../../nemesis/nemesis.ts';
import { targets } from '../../targets/index.ts';
import type { Setting } from '../../targets/target.ts';
import { environments } from '../environments/index.ts';
import { targetNamed } from '../names.ts';
import { DEFAULTS, homeOf } from '../plan.ts';
import type { NamedOption, SettingOption, StartOptions, TargetOption } from './api.ts';

export function startOptions(): StartOptions {
  return {
    targets: Object.keys(targets).map(targetOption),
    environments: Object.entries(environments).map(([name, { summary }]) => ({ name, summary })),
    nemeses: [
      { name: 'none', summary: 'no faults' },
      { name: 'all', summary: 'all that can be had there, in turn' },
      ...Object.entries<NemesisFamily>(nemeses).flatMap(([name, { summary, shapes }]): NamedOption[] => [
        { name, summary },
        ...Object.entries(shapes).map(([shape, about]) => ({ name: `${name}:${shape}`, summary: about })),
      ]),
    ],
    defaults: {
      nemesis: DEFAULTS.nemesis,
      nodes: String(DEFAULTS.nodes),
      concurrency: DEFAULTS.concurrency,
      rate: String(DEFAULTS.rate),
      'time-limit': String(DEFAULTS.timeLimitSeconds),
      'nemesis-interval': String(DEFAULTS.nemesisIntervalSeconds),
      'key-count': String(DEFAULTS.keyCount),
      'ops-per-key': String(DEFAULTS.opsPerKey),
      'op-timeout': String(DEFAULTS.opTimeoutSeconds),
      recovery: String(DEFAULTS.recoverySeconds),
    },
  };
}

function targetOption(name: string): TargetOption {
  const target = targetNamed(name);
  const { summary, workloads, bugs, settings = {} } = target;
  return {
    name,
    summary,
    workloads,
    env: homeOf(target),
    bugs: bugs.map((bug) => ({ name: bug.name, summary: bug.rule })),
    settings: Object.entries(settings).map(settingOption),
  };
}

function settingOption([name, setting]: readonly [string, Setting]): SettingOption {
  const { describe: summary, fallback } = setting;
  return {
    name,
    summary,
    fallback: String(fallback),
    ...(setting.kind === 'choice' ? { values: setting.values } : {}),
  };
}
