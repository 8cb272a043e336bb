/**
 * Whether every job had its effect exactly once: never twice, as the resource's own list of effects tells, and not less than
 * once where somebody was told that it is done.
 */
import type { LockServiceOps } from '../../histories/ops/lock-service.ts';
import type { Checker, Verdict } from '../checker.ts';
import { type AttemptOf, attemptsOf, isOk } from './attempts.ts';
import { byResource } from './tenures.ts';
import { at, clients, tokens, witness } from './words.ts';

type Run = Extract<AttemptOf<'runJob'>, { outcome: 'ok' }>;
type Audit = Extract<AttemptOf<'read'>, { outcome: 'ok' }>;
type Violation = Verdict & { readonly valid: false };

export const exactlyOnce: Checker<Pick<LockServiceOps, 'runJob' | 'read'>> = {
  name: 'exactly-once',
  summary: 'Every job has its effect once.',
  async check(history) {
    const attempts = attemptsOf(history);
    const runs = attempts.filter((attempt) => attempt.f === 'runJob').filter(isOk);
    const audits = attempts.filter((attempt) => attempt.f === 'read').filter(isOk);
    const runsOf = byResource(runs.map((run) => ({ resource: run.input.resource, run })));
    const audited = byResource(audits.map((audit) => ({ resource: audit.input.resource, audit })));
    const jobs = runsOf.size;
    const evidence = { jobs, audited: [...audited.keys()].filter((job) => runsOf.has(job)).length };
    if (evidence.audited === 0) {
      return { valid: 'unknown', because: 'No job was run and looked at: there is nothing to judge.', evidence };
    }
    for (const [job, group] of runsOf) {
      const all = group.map(({ run }) => run);
      const wrong = ranTwice(all) ?? miscounted(job, all, audited.get(job)?.map(({ audit }) => audit) ?? []);
      if (wrong !== undefined) return { ...wrong, evidence };
    }
    return { valid: true, evidence };
  },
};

function ranTwice(runs: readonly Run[]): Violation | undefined {
  const [one, other] = runs.filter(({ output }) => output.outcome === 'ran');
  if (one === undefined || other === undefined) return undefined;
  const who = clients(one.process, other.process);
  const because =
    `${one.input.resource} ran twice: ${who} both ran it, by ${at(one.returnTime)} and by ${at(other.returnTime)}; ` +
    `${tokens(one.output.token, other.output.token)}.`;
  return { valid: false, because, witness: witness(one, other) };
}

function miscounted(job: string, runs: readonly Run[], audits: readonly Audit[]): Violation | undefined {
  for (const audit of audits) {
    const { effects } = audit.output;
    if (effects.length > 1) {
      const because =
        `${job} had its effect ${effects.length} times by ${at(audit.returnTime)}: ` +
        `${effects.map(({ owner, token }) => `by client ${owner} with token ${token}`).join(', ')}.`;
      return { valid: false, because, witness: witness(...runs, audit) };
    }
    const told = runs.find(({ returnTime }) => returnTime < audit.callTime);
    if (effects.length > 0 || told === undefined) continue;
    const because =
      `client ${told.process} was told at ${at(told.returnTime)} that ${job} is done, ` +
      `and at ${at(audit.returnTime)} it has had no effect.`;
    return { valid: false, because, witness: witness(told, audit) };
  }
  return undefined;
}
