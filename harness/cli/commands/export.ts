/** `harness export`: writes a stored run in a format that others read, to a file or to the standard output. */
import { extname, resolve } from 'node:path';
import { openRun } from '../../../histories/index.ts';
import { UserError } from '../../core/errors.ts';
import { type FormatName, formatNames, formats } from '../../inspect/formats/index.ts';
import { type PlotName, plotNames } from '../../inspect/plots/names.ts';
import { lookUp } from '../../names.ts';
import { labelledPath } from '../../report/layout.ts';
import type { Command } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { CONFIG_FLAGS, OUTPUT_FLAGS, STORE_FLAG } from '../flag.ts';
import { writeOutput } from '../output-file.ts';
import { storeOf } from '../store-directory.ts';
import type { Values } from '../values.ts';

export const exportRun: Command = {
  name: 'export',
  summary: "Write a stored run as Jepsen's EDN, JUnit XML, a GitHub job summary, or a plot (SVG, PNG)",
  positional: { name: 'run', describe: 'A run directory, its path in the store, or "latest"; otherwise the latest' },
  flags: {
    format: {
      group: 'Format:',
      describe: `One of ${formatNames.join(', ')}; otherwise told by the ending of --out`,
      isConfigurable: false,
      values: () => formatNames,
    },
    plot: {
      group: 'Format:',
      describe: `What svg and png show: ${plotNames.join(', ')}`,
      fallback: 'latency',
      isConfigurable: false,
      values: () => plotNames,
    },
    out: {
      group: 'Format:',
      describe: 'The file to write; otherwise the standard output',
      isConfigurable: false,
    },
    ...CONFIG_FLAGS,
    ...STORE_FLAG,
    ...OUTPUT_FLAGS,
  },
  examples: [
    ['latest --out history.edn', 'For Knossos, Elle and others that read Jepsen'],
    ['latest --format junit', 'For CI'],
    ['latest --plot witness --out failure.svg', 'A picture of what went wrong'],
  ],
  async run({ positional = 'latest', values }, session) {
    const out = values.text('out');
    const format = formatOf(values, out);
    const plot = plotOf(values, format);
    if (out === undefined && format === 'png') throw new UserError('a PNG is no text: name a file for it with --out');
    if (out === undefined && session.isJson) throw new UserError('--json says where the file is: name one with --out');
    const run = openRun(positional, storeOf(values));
    const written = await formats[format].write(run, plot);
    if (out === undefined) {
      session.io.stdout.write(String(written));
      return EXIT.valid;
    }
    const path = resolve(session.io.cwd, out);
    writeOutput(path, written, '--out');
    session.print(labelledPath('Written', path, session));
    session.printJson({ run: run.path, format, file: path });
    return EXIT.valid;
  },
};

function formatOf(values: Values, out: string | undefined): FormatName {
  const known = Object.fromEntries(formatNames.map((name) => [name, name]));
  const named = values.text('format');
  if (named !== undefined) return lookUp<FormatName>('format', known, named);
  if (out === undefined)
    throw new UserError(
      `harness export needs a format: name one with --format (${formatNames.join(', ')}), or a file with --out`,
    );
  const ending = extname(out).toLowerCase();
  const told = formatNames.find((name) => formats[name].ending === ending);
  if (told !== undefined) return told;
  const endings = formatNames.map((name) => `${formats[name].ending} (${name})`).join(', ');
  throw new UserError(`${out}: its ending tells no format; known are ${endings}, or name one with --format`);
}

function plotOf(values: Values, format: FormatName): PlotName {
  const known = Object.fromEntries(plotNames.map((name) => [name, name]));
  const named = values.text('plot');
  if (named !== undefined && format !== 'svg' && format !== 'png') {
    throw new UserError(`--plot is for the formats svg and png, and not for ${format}`);
  }
  return named === undefined ? 'latency' : lookUp<PlotName>('plot', known, named);
}
