/**
 * A flag as a command declares it. All flags reach us as the text that was typed, and are read by `Values`: an argument
 * parser that turns `abc` into NaN has thrown away what the error message must quote.
 */
export interface Flag {
  readonly group: string;
  readonly describe: string;
  /** A switch takes no value; everything else does. */
  readonly isSwitch?: boolean;
  /** What holds if the flag is not given, as --help shows it. */
  readonly fallback?: string | number;
  /** False for what makes no sense in a configuration file. */
  readonly isConfigurable?: boolean;
  /** For shell completion. */
  values?(): readonly string[];
}

export type Flags = { readonly [name: string]: Flag };

export const OUTPUT_FLAGS = {
  json: {
    group: 'Output:',
    describe: 'Print one JSON object, and nothing else, on the standard output',
    isSwitch: true,
    isConfigurable: false,
  },
  'no-color': {
    group: 'Output:',
    describe: 'Print without colours, as with NO_COLOR set',
    isSwitch: true,
    isConfigurable: false,
  },
} as const satisfies Flags;

export const STORE_FLAG = {
  store: { group: 'Output:', describe: 'The directory where runs are kept', fallback: './store' },
} as const satisfies Flags;

export const CONFIG_FLAGS = {
  config: {
    group: 'Configuration:',
    describe: 'Take options from this file instead of the nearest harness.config.{json,yaml,js,ts}',
    isConfigurable: false,
  },
  'no-config': {
    group: 'Configuration:',
    describe: 'Take options from no file, as replay lines do',
    isSwitch: true,
    isConfigurable: false,
  },
} as const satisfies Flags;
