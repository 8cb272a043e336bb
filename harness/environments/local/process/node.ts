/**
 * The process of one node: finds its program, gives it a Runtime on the real world, and obeys the runner. What the program
 * throws ends the process, as it should, and its stack goes to stderr, where the runner reads it. Without a runner there is
 * no reason to live.
 */
import type { Runtime } from '../../../../targets/runtime.ts';
import type { AnyTarget, RunningNode } from '../../../../targets/target.ts';
import { randomOf } from '../../../core/random.ts';
import type { ProgramOrigin } from '../../environment.ts';
import { stackOf } from '../../stack.ts';
import type { Channel } from './channel.ts';
import { machineNs, ProcessClock } from './clock.ts';
import { ProcessDisk } from './disk.ts';
import type { FromNode, NodeCommand, NodeSetup, NodeState } from './messages.ts';
import { ProcessNetwork } from './network.ts';
import { Tally } from './tally.ts';

/** How often the runner hears what has changed: what nemeses that aim at primaries go by. */
const REPORT_MS = 25;
const SLOW_TURNS = 8;

export interface Exports {
  readonly [name: string]: unknown;
}

/** `own`: the targets of the harness, by name, if they are there already; another module is looked for where it is compiled. */
export async function runNode(setup: NodeSetup, channel: Channel, own: Exports = {}): Promise<void> {
  const tell = (message: FromNode): void => channel.tell(message);
  channel.closed(() => process.exit(0));
  process.on('uncaughtException', (error) => {
    process.stderr.write(`${stackOf(error)}\n`);
    process.exit(1);
  });
  const program = await programOf(setup.origin, own);
  const random = randomOf(setup.seed);
  const tally = new Tally();
  const clock = new ProcessClock(tally, setup.driftPpm);
  const { directory, disk: settings } = setup;
  const disk = new ProcessDisk({ directory, tally, settings, random: random.fork('disk') });
  const network = new ProcessNetwork(setup, tally, () => tell({ type: 'linked' }));
  const runtime: Runtime = {
    self: setup.self,
    peers: setup.peers,
    clock,
    timers: clock,
    network,
    disk,
    random: random.fork('program'),
    log: (event, detail) => log(setup, event, detail === undefined ? '' : ` ${JSON.stringify(detail)}`),
  };
  await network.listen(setup.listen);
  const node = program.start(runtime);
  const state = () => stateOf(node, tally);
  channel.obey(({ id, command }) => {
    tell({ type: 'answer', id, value: obey(command, { clock, disk, network }), state: state() });
  });
  tell({ type: 'up', state: state() });
  reportChanges(state, tell);
}

async function programOf({ module, name, ...options }: ProgramOrigin, own: Exports) {
  const isOwn = Object.hasOwn(own, name) && module === `targets/${name}/index`;
  const found: Exports = isOwn ? own : await import(new URL(`../../../../${module}.js`, import.meta.url).href);
  const program = (found[name] as Pick<AnyTarget, 'run'> | undefined)?.run({
    ...options,
    bug: options.bug ?? undefined,
  });
  if (program?.kind !== 'program') throw new Error(`${module} has no program ${name}`);
  return program;
}

function obey(
  command: NodeCommand,
  { clock, disk, network }: { clock: ProcessClock; disk: ProcessDisk; network: ProcessNetwork },
): number {
  switch (command.do) {
    case 'report':
      return 0;
    case 'reset':
      network.reset(command.peers);
      return 0;
    case 'disk':
      disk.set(command);
      return 0;
    case 'drift':
      clock.drift(command.ppm);
      return 0;
    case 'power-failure':
      network.fail();
      return disk.fail(command.kind);
  }
}

const stateOf = (node: RunningNode, tally: Tally): NodeState => ({ status: node.status(), counts: { ...tally } });

/** A role that changes must be known soon; what else there is may wait for some turns. */
function reportChanges(state: () => NodeState, tell: (message: FromNode) => void): void {
  let [reported, turns] = ['', 0];
  setInterval(() => {
    const now = state();
    const { role, primary, term } = now.status;
    const status = `${role} ${primary} ${term}`;
    if (status === reported && ++turns % SLOW_TURNS !== 0) return;
    reported = status;
    tell({ type: 'state', state: now });
  }, REPORT_MS);
}

/** Pipes are written to at once, so that what was logged before a kill is kept. */
function log({ startNs }: NodeSetup, event: string, detail: string): void {
  process.stdout.write(`${((machineNs() - startNs) / 1e9).toFixed(6)} ${event}${detail}\n`);
}
