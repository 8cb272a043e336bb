/**
 * `harness verdicts`: puts the claims about targets on trial, each over many seeds, and says where what was seen is not
 * what the claim expects. It is how the harness shows that it tells variants that are right from those that are wrong.
 */
import { targets } from '../../../targets/index.ts';
import { type AnyTarget, isService } from '../../../targets/target.ts';
import { UserError } from '../../core/errors.ts';
import type { Json } from '../../core/json.ts';
import { ANY_FABRIC } from '../../environments/environment.ts';
import { targetNamed, unknownName } from '../../names.ts';
import { DEFAULTS, homeOf, replayLine } from '../../plan.ts';
import { verdictsReport } from '../../report/verdicts.ts';
import { runPool } from '../../runner/run-pool.ts';
import { type Charge, claimPlan, type TriedClaim, tryClaims } from '../../runner/trial.ts';
import type { Command, Input, Session } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { settleFabric } from '../fabric.ts';
import { CONFIG_FLAGS, OUTPUT_FLAGS } from '../flag.ts';
import { JOBS_FLAG, jobsOf } from '../jobs.ts';
import { Progress } from '../progress.ts';

const SEEDS = 50;
const FIRST_SEED = 1;

export const verdicts: Command = {
  name: 'verdicts',
  summary: 'Put the claims about targets on trial over many seeds, and compare',
  positional: { name: 'target', describe: 'The target; otherwise all', values: () => Object.keys(targets) },
  flags: {
    claim: {
      group: 'The trial:',
      describe: 'Try this claim alone; may be repeated; harness list claims names them',
      isConfigurable: false,
      values: () => chargesOf(undefined).map(({ claim }) => claim.name),
    },
    seeds: { group: 'The trial:', describe: 'Runs of each claim', fallback: SEEDS },
    seed: {
      group: 'The trial:',
      describe: 'The first seed; each run has the one after the last',
      fallback: FIRST_SEED,
      isConfigurable: false,
    },
    ...JOBS_FLAG,
    ...CONFIG_FLAGS,
    ...OUTPUT_FLAGS,
  },
  examples: [
    ['', 'All claims about all targets'],
    ['raft --seeds 200', 'Those about Raft, with more seeds'],
  ],
  async run(input, session) {
    const charges = wantedOf(input);
    const isReal = charges.some(({ target }) => homeOf(targetNamed(target)) !== DEFAULTS.env);
    const settled = await settleFabric(isReal ? ANY_FABRIC : undefined);
    if ('code' in settled) return settled.code;
    const startedAt = performance.now();
    const { tried, seeds } = await trial(charges, input, session);
    const trials = { all: charges.length, seeds, wallMs: performance.now() - startedAt };
    session.print(verdictsReport(tried, trials, session));
    session.printJson({ claims: tried, ...trials } as unknown as Json);
    return tried.length === charges.length && tried.every(({ asExpected }) => asExpected) ? EXIT.valid : EXIT.invalid;
  },
};

/** Real systems run in real time, so that 50 seeds of each of their claims would take a day. */
function chargesOf(target: string | undefined): readonly Charge[] {
  if (target !== undefined) refuseSystem(targetNamed(target));
  const all: readonly AnyTarget[] =
    target === undefined
      ? Object.keys(targets)
          .map(targetNamed)
          .filter((one) => !isService(one))
      : [targetNamed(target)];
  return all.flatMap(({ name, claims = [] }) => claims.map((claim) => ({ target: name, claim })));
}

function refuseSystem(target: AnyTarget): void {
  const [claim] = target.claims ?? [];
  if (!isService(target) || claim === undefined) return;
  throw new UserError(
    `claims are tried in the simulation, which cannot run ${target.name}: try one by itself, as by ` +
      replayLine(claimPlan(target.name, claim, FIRST_SEED)),
  );
}

function wantedOf({ positional, values }: Input): readonly Charge[] {
  const charges = chargesOf(positional);
  const wanted = new Set(values.list('claim'));
  if (wanted.size === 0) return charges;
  const known = charges.map(({ claim }) => claim.name);
  const kind = positional === undefined ? 'claim' : `claim about target ${positional}`;
  for (const name of wanted) if (!known.includes(name)) throw unknownName(kind, name, known);
  return charges.filter(({ claim }) => wanted.has(claim.name));
}

async function trial(charges: readonly Charge[], { values }: Input, session: Session) {
  const seeds = values.wholeNumber('seeds', { low: 1, high: 1_000_000 }) ?? SEEDS;
  const seed = values.wholeNumber('seed', { low: 0, high: Number.MAX_SAFE_INTEGER - seeds }) ?? FIRST_SEED;
  const pool = runPool(jobsOf(values));
  const progress = new Progress(session);
  const total = charges.length * seeds;
  try {
    const tried = await tryClaims(charges, {
      seed,
      seeds,
      pool,
      signal: session.io.interrupted,
      onRun: (begun) => progress.update(`${begun.claim}, seed ${begun.seed}`, begun.over, total),
    });
    // A trial that was broken off has no verdict.
    const over = tried.filter(({ runs }) => runs === seeds);
    return { seeds, tried: values.isConfigured ? over.map(withoutConfig) : over };
  } finally {
    progress.end();
    await pool.close();
  }
}

/** A trial takes nothing from a configuration file, and neither must its replay. */
const withoutConfig = (claim: TriedClaim): TriedClaim => ({ ...claim, replay: `${claim.replay} --no-config` });
