/**
 * `harness campaign`: hunts by itself, over thousands of runs that are drawn, on all cores, for a time or a number of runs;
 * goes on where it was killed; and hands each cause of failure back once, small and ready to be looked at.
 */
import { join, resolve } from 'node:path';
import type { Campaign } from '../../campaign/campaign.ts';
import { drive } from '../../campaign/drive.ts';
import { findingsOf } from '../../campaign/findings.ts';
import { Journal } from '../../campaign/journal.ts';
import { CampaignProgress } from '../../campaign/report/progress.ts';
import { campaignSummary, type Told } from '../../campaign/report/summary.ts';
import { type Totals, totalsOf, verdictOf } from '../../campaign/totals.ts';
import { UserError } from '../../core/errors.ts';
import type { Json } from '../../core/json.ts';
import { environmentNamed } from '../../names.ts';
import { runPool } from '../../runner/run-pool.ts';
import { CAMPAIGN_FLAGS, campaignFrom } from '../campaign-flags.ts';
import { CI_FLAGS, CiOutputs } from '../ci-outputs.ts';
import type { Command, Input, Session } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { settleFabric } from '../fabric.ts';
import { CONFIG_FLAGS, OUTPUT_FLAGS, STORE_FLAG } from '../flag.ts';
import { JOBS_FLAG, jobsOf } from '../jobs.ts';
import { writeOutput } from '../output-file.ts';
import { storeOf, writableDirectory, writableStoreOf } from '../store-directory.ts';

const MOST_KEPT = 10;
const EFFORT = 2;
const EVENTS = 1_000_000;
const FOLDER = 'campaigns';
const SUMMARY = 'summary.json';

export const campaign: Command = {
  name: 'campaign',
  summary: 'Hunt for bugs over many drawn runs, on all cores; resumable, and in shards',
  positional: { name: 'plan', describe: 'A file that says what may be drawn (campaign.yaml); otherwise flags do' },
  flags: {
    ...CAMPAIGN_FLAGS,
    'most-kept': {
      group: 'Output:',
      describe: `Store and shrink the smallest run of so many causes; with --plant-random 0`,
      fallback: MOST_KEPT,
    },
    effort: {
      group: 'Output:',
      describe: 'Events of the simulation that shrinking one may cost, in millions; one takes about ten seconds',
      fallback: EFFORT,
    },
    regressions: {
      group: 'Output:',
      describe: 'Write what was shrunk to this folder, too, ready to be committed (histories/regressions)',
      fallback: "the campaign's own",
    },
    ...JOBS_FLAG,
    ...CI_FLAGS,
    ...CONFIG_FLAGS,
    ...STORE_FLAG,
    ...OUTPUT_FLAGS,
  },
  examples: [
    ['--minutes 10', 'All targets that can be simulated, with every fault'],
    ['--minutes 10 --target raft --nodes 5', 'Raft alone, always with five nodes'],
    ['--runs 2000 --plant-random', 'Are all planted bugs found?'],
    ['campaign.yaml --shard 2/4 --junit campaign.xml', 'The second quarter of what a file describes'],
    ['--resume store/campaigns/nightly', 'Go on after an interruption'],
  ],
  async run(input, session) {
    const startedAt = new Date();
    const fresh = input.values.text('resume') === undefined ? await newCampaign(input, session, startedAt) : undefined;
    const store = fresh === undefined ? storeOf(input.values) : writableStoreOf(input.values);
    const fabric = fresh?.entries.find((entry) => entry.env === 'local')?.fabric;
    const settled = await settleFabric(fabric ?? undefined);
    if ('code' in settled) return settled.code;
    const journal = fresh === undefined ? resumed(input) : begun(fresh, store);
    try {
      return await conduct(journal, { input, session, store });
    } finally {
      journal.close();
    }
  },
};

function newCampaign(input: Input, { io }: Session, startedAt: Date): Promise<Campaign> {
  return campaignFrom(input, io.cwd, startedAt.toISOString().slice(0, 19).replaceAll(':', '-'));
}

function begun(fresh: Campaign, store: string): Journal {
  const { name, shard } = fresh;
  const folder = shard.of === 1 ? name : `${name}-${shard.index}of${shard.of}`;
  return Journal.begin(writableDirectory(join(resolve(store), FOLDER, folder)), fresh);
}

/** What it is was settled when it began. */
function resumed({ positional, values }: Input): Journal {
  const directory = values.text('resume') ?? '';
  const given = Object.keys(CAMPAIGN_FLAGS).find((flag) => flag !== 'resume' && values.list(flag).length > 0);
  if (positional === undefined && given === undefined) return Journal.open(resolve(directory));
  const what = given === undefined ? positional : `--${given}`;
  throw new UserError(`--resume goes on with what ${directory} says: leave ${what} out`);
}

interface Conducting {
  readonly input: Input;
  readonly session: Session;
  readonly store: string;
}

async function conduct(journal: Journal, { input, session, store }: Conducting): Promise<number> {
  const { values } = input;
  const mostKept = values.wholeNumber('most-kept', { low: 0 }) ?? (isPlanted(journal.campaign) ? 0 : MOST_KEPT);
  const budget = (values.wholeNumber('effort', { low: 1, high: 1_000 }) ?? EFFORT) * EVENTS;
  const regressions = resolve(session.io.cwd, values.text('regressions') ?? join(journal.directory, 'regressions'));
  const outputs = new CiOutputs(values, session);
  const { campaign: plan } = journal;
  const refusals = await probed(plan);
  const pool = runPool(jobsOf(values));
  const progress = progressOf(journal, session);
  try {
    await drive({
      journal,
      pool,
      store,
      signal: session.io.interrupted,
      refused: new Set(refusals.map(([env]) => env)),
      now: () => performance.now(),
      onRecord: (record) => progress.update(record),
      onRefusal(env, because) {
        // Of several targets, perhaps.
        const isKnown = refusals.some(([other, reason]) => other === env && reason === because);
        if (!isKnown) refusals.push([env, because]);
      },
    });
  } finally {
    progress.end();
    await pool.close();
  }
  const totals = totalsOf(plan, journal.records);
  const findings = await findingsOf(plan, totals, {
    store,
    mostKept,
    signal: session.io.interrupted,
    warn: (text) => session.warn(text),
    onKeeping: ({ target, bug, checker }) => {
      if (!session.isJson)
        session.warn(`shrinking what ${checker} found in ${target}${bug === null ? '' : ` (${bug})`}`);
    },
    shrink: async (result) => {
      const { shrinking } = await import('../../campaign/shrinking.ts');
      return shrinking(result, { regressions: writableDirectory(regressions), budget, signal: session.io.interrupted });
    },
  });
  const interrupted = session.io.interrupted.aborted;
  const told: Told = { campaign: plan, totals, findings, refusals, directory: journal.directory, interrupted };
  await tell(told, session, outputs);
  await remember(journal, { store, jobs: pool.jobs });
  return exitCodeOf(totals);
}

/** Whoever plants everything wants to know whether it is found, and knows what it is. */
const isPlanted = ({ entries }: Campaign): boolean => entries.every(({ bugs }) => bugs.length > 1);

/** Environments that do not work here are said, and the others have their runs. */
async function probed({ entries }: Campaign): Promise<[env: string, because: string][]> {
  const names = [...new Set(entries.map(({ env }) => env))];
  const probes = await Promise.all(names.map(async (name) => ({ name, probe: await environmentNamed(name).probe() })));
  return probes.flatMap(({ name, probe }): [string, string][] => (probe.ok ? [] : [[name, probe.reason]]));
}

function progressOf({ campaign: plan, records }: Journal, { io, isJson, warn }: Session): CampaignProgress {
  return new CampaignProgress({
    campaign: plan,
    records,
    situations: totalsOf(plan, []).coverage.all,
    bar: io.bar,
    isQuiet: isJson,
    line: warn,
  });
}

async function tell(told: Told, session: Session, outputs: CiOutputs): Promise<void> {
  const { campaign: plan, totals, findings, refusals, directory, interrupted } = told;
  const all = { campaign: plan, valid: verdictOf(totals), totals, findings, refusals, directory, interrupted };
  writeOutput(join(directory, SUMMARY), `${JSON.stringify(all, null, 2)}\n`, '--store');
  session.print(campaignSummary(told, session));
  session.printJson(all as unknown as Json);
  const { campaignMarkdown, campaignSuite } = await import('../../campaign/report/ci.ts');
  await outputs.of([campaignSuite(told)], campaignMarkdown(told));
}

async function remember(journal: Journal, { store, jobs }: { store: string; jobs: number }): Promise<void> {
  const [{ storedCampaign }, { addCampaign }] = await Promise.all([
    import('../../campaign/history/entry-of.ts'),
    import('../../campaign/history/database.ts'),
  ]);
  if (journal.records.length === 0) return;
  addCampaign(resolve(store), storedCampaign(journal.campaign, journal.records, { endedAtMs: Date.now(), jobs }));
}

function exitCodeOf(totals: Totals): number {
  const verdict = verdictOf(totals);
  if (verdict === 'crash') return EXIT.crash;
  if (verdict === 'unknown') return EXIT.unknown;
  return verdict ? EXIT.valid : EXIT.invalid;
}
