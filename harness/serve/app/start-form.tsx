/** The options of a test by the names of their flags. What is left as it is, is not sent: the server knows what holds then. */
import { useId, useState } from 'preact/hooks';
import type { NamedOption, SettingOption, StartOptions, TargetOption } from '../api.ts';

type Chosen = { readonly [flag: string]: string };

interface StartFormProps {
  readonly options: StartOptions;
  readonly query: URLSearchParams;
  readonly isAllowed: boolean;
  start(options: { readonly [flag: string]: string | true }): Promise<void>;
}

const NUMBERS: readonly (readonly [flag: string, label: string])[] = [
  ['nodes', 'Nodes'],
  ['time-limit', 'Time limit in seconds'],
  ['seed', 'Seed'],
];
const MORE: readonly (readonly [flag: string, label: string])[] = [
  ['concurrency', 'Clients, such as 10 or 2n'],
  ['rate', 'Operations per second'],
  ['nemesis-interval', 'Seconds between two decisions'],
  ['key-count', 'Keys'],
  ['ops-per-key', 'Operations per key'],
  ['op-timeout', 'Time-out in seconds'],
  ['recovery', 'Recovery in seconds'],
];

export function StartForm({ options, query, isAllowed, start }: StartFormProps) {
  const [chosen, setChosen] = useState<Chosen>(() => Object.fromEntries(query));
  const [isSending, setSending] = useState(false);
  const { targets, environments, nemeses, defaults } = options;
  const target = targets.find(({ name }) => name === chosen.target) ?? targets[0];
  if (target === undefined) return null;
  const set = (flag: string, value: string): void => setChosen({ ...chosen, [flag]: value });
  // What belongs to one target means nothing to another.
  const setTarget = (name: string): void => {
    const own = [...target.settings.map((setting) => setting.name), 'workload', 'bug', 'env'];
    const kept = Object.entries(chosen).filter(([flag]) => !own.includes(flag));
    setChosen({ ...Object.fromEntries(kept), target: name });
  };
  const send = async (): Promise<void> => {
    setSending(true);
    await start(wordsOf(chosen, target)).finally(() => setSending(false));
  };
  const field = { chosen, set };
  const text = ([flag, label]: readonly [string, string]) => (
    <TextField key={flag} flag={flag} label={label} placeholder={defaults[flag] ?? 'a fresh one'} {...field} />
  );
  return (
    <form
      class="start"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div class="grid">
        <label>
          Target
          <select value={target.name} onChange={(event) => setTarget(event.currentTarget.value)}>
            {targets.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <ChoiceField flag="workload" label="Workload" values={target.workloads} {...field} />
        <ChoiceField flag="env" label="Environment" values={homeFirst(target, environments)} {...field} />
        <NemesisField nemeses={nemeses} placeholder={defaults.nemesis ?? ''} {...field} />
        {target.bugs.length > 0 && (
          <ChoiceField
            flag="bug"
            label="Planted bug"
            values={['', ...target.bugs.map(({ name }) => name)]}
            {...field}
          />
        )}
        {NUMBERS.map(text)}
      </div>
      <p class="muted">
        {target.summary}
        {target.bugs.find(({ name }) => name === chosen.bug)?.summary !== undefined &&
          `. ${target.bugs.find(({ name }) => name === chosen.bug)?.summary}`}
      </p>
      {target.settings.length > 0 && (
        <details>
          <summary>Variants of {target.name}</summary>
          <div class="grid">
            {target.settings.map((setting) => (
              <SettingField key={`${target.name} ${setting.name}`} setting={setting} {...field} />
            ))}
          </div>
        </details>
      )}
      <details>
        <summary>Load and times</summary>
        <div class="grid">
          {MORE.map(text)}
          <label class="switch">
            <input
              type="checkbox"
              checked={chosen['fail-fast'] === 'true'}
              onChange={(event) => set('fail-fast', event.currentTarget.checked ? 'true' : '')}
            />{' '}
            End at the first violation
          </label>
        </div>
      </details>
      <p>
        <button type="submit" class="primary" disabled={!isAllowed || isSending}>
          Start
        </button>
      </p>
    </form>
  );
}

interface FieldProps {
  readonly chosen: Chosen;
  set(flag: string, value: string): void;
}

type TextFieldProps = FieldProps & { readonly flag: string; readonly label: string; readonly placeholder: string };

function TextField({ flag, label, placeholder, chosen, set }: TextFieldProps) {
  return (
    <label>
      {label}
      <input
        name={flag}
        value={chosen[flag] ?? ''}
        placeholder={placeholder}
        autocomplete="off"
        onInput={(event) => set(flag, event.currentTarget.value)}
      />
    </label>
  );
}

/** The first value is what holds if nobody chooses. */
function ChoiceField(
  props: FieldProps & { readonly flag: string; readonly label: string; readonly values: readonly string[] },
) {
  const { flag, label, values, chosen, set } = props;
  return (
    <label>
      {label}
      <select name={flag} value={chosen[flag] ?? values[0]} onChange={(event) => set(flag, event.currentTarget.value)}>
        {values.map((value) => (
          <option key={value} value={value}>
            {value === '' ? 'none' : value}
          </option>
        ))}
      </select>
    </label>
  );
}

function NemesisField(props: FieldProps & { readonly nemeses: readonly NamedOption[]; readonly placeholder: string }) {
  const { nemeses, placeholder, chosen, set } = props;
  const list = useId();
  return (
    <>
      <label>
        Nemesis
        <input
          name="nemesis"
          list={list}
          value={chosen.nemesis ?? ''}
          placeholder={`${placeholder}; or partition,kill`}
          autocomplete="off"
          onInput={(event) => set('nemesis', event.currentTarget.value)}
        />
      </label>
      <datalist id={list}>
        {nemeses.map(({ name, summary }) => (
          <option key={name} value={name}>
            {summary}
          </option>
        ))}
      </datalist>
    </>
  );
}

function SettingField({ setting, ...field }: FieldProps & { readonly setting: SettingOption }) {
  const { name, summary, fallback, values } = setting;
  const label = `${summary.charAt(0).toUpperCase()}${summary.slice(1)}`;
  if (values === undefined) return <TextField flag={name} label={label} placeholder={fallback} {...field} />;
  const ordered = [fallback, ...values.filter((value) => value !== fallback)];
  return <ChoiceField flag={name} label={label} values={ordered} {...field} />;
}

function homeFirst({ env }: TargetOption, environments: readonly NamedOption[]): readonly string[] {
  const names = environments.map(({ name }) => name);
  return [env, ...names.filter((name) => name !== env)];
}

/** The home of a target is not the environment that a plan takes by itself, so it is always named. */
function wordsOf(chosen: Chosen, target: TargetOption): { readonly [flag: string]: string | true } {
  const { 'fail-fast': failFast, ...texts } = chosen;
  const given = Object.entries(texts)
    .map(([flag, value]) => [flag, value.trim()] as const)
    .filter(([, value]) => value !== '');
  return {
    target: target.name,
    env: target.env,
    ...Object.fromEntries(given),
    ...(failFast === 'true' ? { 'fail-fast': true } : {}),
  };
}
