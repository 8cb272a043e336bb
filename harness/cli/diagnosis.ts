/**
 * Looks at the machine: Node, the compiled checker (which judges a history that is known to be wrong, and must say so),
 * each environment, and the programs of each real system. Everything that throws is a finding, not a crash.
 */
import type { Op } from '../../histories/op.ts';
import { targets } from '../../targets/index.ts';
import type { Binary } from '../../targets/service.ts';
import type { AnyTarget } from '../../targets/target.ts';
import { environments } from '../environments/index.ts';
import { complaintOf, findBinary } from '../environments/services/binaries.ts';
import { targetNamed } from '../names.ts';
import type { Finding, Findings } from '../report/diagnosis.ts';
import { judgeHistory } from '../runner/judge.ts';
import { settingsOf } from '../settings.ts';

export interface Diagnosis extends Findings {
  /** All that every test needs, and at least one environment. */
  readonly ok: boolean;
}

export async function diagnose(): Promise<Diagnosis> {
  const node: Finding = { name: 'node', ok: true, detail: `${process.version} on ${process.platform} ${process.arch}` };
  const checker = await finding('checker', probeChecker);
  const found = await Promise.all(
    Object.values(environments).map((environment) => finding(environment.name, () => environment.probe())),
  );
  const systems = await Promise.all(
    Object.keys(targets).flatMap((name) =>
      binariesOf(targetNamed(name)).map((binary) => finding(name, () => probeBinary(binary))),
    ),
  );
  return { ok: checker.ok && found.some(({ ok }) => ok), node, checker, environments: found, systems };
}

/** The programs that a real system needs; of a program of ours, none. */
function binariesOf(target: AnyTarget): readonly Binary[] {
  const run = target.run({ settings: settingsOf(target, {}) });
  return run.kind === 'service' ? run.binaries : [];
}

type Probe = { readonly ok: true; readonly detail: string } | { readonly ok: false; readonly reason: string };

async function finding(name: string, probe: () => Promise<Probe>): Promise<Finding> {
  try {
    return { name, ...(await probe()) };
  } catch (error) {
    return { name, ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

async function probeBinary(binary: Binary): Promise<Probe> {
  const found = await findBinary(binary);
  const reason = complaintOf(binary, found);
  if (reason !== undefined) return { ok: false, reason };
  return { ok: true, detail: 'version' in found ? `${binary.name} ${found.version}, ${found.path}` : binary.name };
}

async function probeChecker(): Promise<Probe> {
  const { valid, algorithm } = await judgeHistory(STALE_READ, { model: 'cas-register' });
  if (valid === false) return { ok: true, detail: `WebAssembly, ${algorithm}: finds a stale read` };
  return {
    ok: false,
    reason: `called a stale read ${valid === true ? 'valid' : valid}: run npm run build, and report this if it stays`,
  };
}

const STALE_READ: readonly Op[] = [
  { index: 0, time: 0, process: 0, type: 'invoke', f: 'write', value: { value: 1 } },
  { index: 1, time: 1, process: 0, type: 'ok', f: 'write', value: { value: 1 } },
  { index: 2, time: 2, process: 0, type: 'invoke', f: 'read', value: {} },
  { index: 3, time: 3, process: 0, type: 'ok', f: 'read', value: { value: 2 } },
];
