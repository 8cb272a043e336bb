/**
 * The parts of a document that come from the code: transcripts of commands, run anew, files of the examples, and the tables of
 * planted bugs and of claims. What differs from run to run (how fast it was, where it was stored) is written as it came and compared with a mask.
 */
import { readFileSync } from 'node:fs';
import { execa } from 'execa';
import { targetNamed } from '../names.ts';
import { variantWords } from '../report/verdicts.ts';
import { claimPlan } from '../runner/trial.ts';
import { ROOT } from '../tidy/source.support.ts';

const TRANSCRIPT = /<!-- transcript: exit (\d+) -->\n```console\n\$ ((?:.+ \\\n)*.+)\n[\s\S]*?```\n<!-- end -->/g;
const FILES = /<!-- file (\S+) -->\n```(\w+)\n[\s\S]*?```\n<!-- end -->/g;
const TABLES = /<!-- (bugs|claims) (\w+) -->\n[\s\S]*?<!-- end -->/g;

/** The document with its generated parts made anew; runs the commands of its transcripts. */
export async function generated(markdown: string, store: string): Promise<string> {
  let document = markdown;
  for (const [block, exit = '', command = ''] of markdown.matchAll(TRANSCRIPT)) {
    const output = await outputOf(command, Number(exit), store);
    const made = `<!-- transcript: exit ${exit} -->\n\`\`\`console\n$ ${command}\n${output}\n\`\`\`\n<!-- end -->`;
    document = document.replace(block, () => made);
  }
  document = document.replace(FILES, (_block, file: string, language: string) => {
    const text = readFileSync(`${ROOT}${file}`, 'utf8');
    return `<!-- file ${file} -->\n\`\`\`${language}\n${text}\`\`\`\n<!-- end -->`;
  });
  return document.replace(TABLES, (_block, kind: string, target: string) => {
    const table = kind === 'bugs' ? bugTable(target) : claimTable(target);
    return `<!-- ${kind} ${target} -->\n${table}<!-- end -->`;
  });
}

/** What may differ between two runs of one seed is made equal. */
export const masked = (markdown: string): string =>
  markdown.replace(/^(Speed +[\d.]+ s of the run's time in ).+$/gm, '$1...').replace(/^(Stored +).+$/gm, '$1...');

async function outputOf(command: string, exit: number, store: string): Promise<string> {
  const [npx, harness, ...words] = command.replaceAll('\\\n', '').split(/ +/);
  if (npx !== 'npx' || harness !== 'harness') throw new Error(`a transcript must begin with npx harness: ${command}`);
  const run = await execa('node', [`${ROOT}bin/harness.js`, ...words, '--store', store], {
    cwd: ROOT,
    env: { COLUMNS: '80', NO_COLOR: '1' },
    reject: false,
  });
  if (run.exitCode !== exit) throw new Error(`${command} ended with ${run.exitCode}, not ${exit}: ${run.stderr}`);
  // A refusal is all that a command says.
  const said = (run.stdout === '' ? run.stderr : run.stdout).trimEnd().replaceAll(store, 'store');
  // In the store that readers have it is the latest run, and needs no name.
  return said.replace(/^Explain\n {2}npx harness inspect \\\n +\S+$/m, `${'Explain'.padEnd(14)}npx harness inspect`);
}

function bugTable(target: string): string {
  const rows = targetNamed(target).bugs.map(({ name, rule }) => `| \`${name}\` | ${rule} |`);
  return ['| bug | the rule that it breaks |', '| --- | --- |', ...rows, ''].join('\n');
}

function claimTable(target: string): string {
  const rows = (targetNamed(target).claims ?? []).map((claim) => {
    const variant = variantWords(claimPlan(target, claim, 1)).replace(`${target}, `, '');
    return `| \`${claim.name}\` | ${claim.claim} | ${variant} | ${claim.expect.verdict} |`;
  });
  return ['| claim | | variant | |', '| --- | --- | --- | --- |', ...rows, ''].join('\n');
}
