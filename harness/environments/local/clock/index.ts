/** How the clock of which program can be set on this machine: tried out, with the reason where it cannot. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { ClockMeans } from './clock-control.ts';
import { faketime } from './faketime.ts';
import { vdso } from './vdso.ts';

export type ClockChoice =
  | { readonly ok: true; readonly means: ClockMeans; readonly detail: string }
  | { readonly ok: false; readonly reason: string };

/** `node`: a program of ours or another one for Node; the ways into other programs are fewer. */
export async function chooseClock(program: 'node' | 'other'): Promise<ClockChoice> {
  const why = await whyNoVdso();
  if (why === undefined) return { ok: true, means: vdso, detail: 'clocks of any program, through the vDSO' };
  if (program === 'other') return { ok: false, reason: `${why}; and libfaketime is for Node programs only` };
  const means = faketime();
  if (means === undefined) return { ok: false, reason: `${why}; and libfaketime is not installed (package faketime)` };
  return { ok: true, means, detail: 'clocks of Node programs, through libfaketime' };
}

/** Tried on a process that does nothing: kernels can forbid to write to the code of another process. */
export async function whyNoVdso(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'only Linux has a vDSO to change';
  if (process.arch !== 'x64') return `the new code for the vDSO is for x86-64, and this is ${process.arch}`;
  // It must not become another program after its first word: in between it has no vDSO at all.
  const child = spawn('sh', ['-c', 'echo; read -r line'], { stdio: ['pipe', 'pipe', 'ignore'] });
  try {
    await once(child.stdout, 'data');
    vdso.control(child.pid ?? 0, '').close();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    child.stdin.end();
  }
}
