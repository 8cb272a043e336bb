/**
 * One life of a process on a host, from a start to a kill, and the runtime that its code holds. Once retired, nothing
 * that it asked for reaches it any more, and nothing that it still does (its code may be called to be looked at)
 * reaches the world.
 */
import type { NodeId, Runtime } from '../../../targets/runtime.ts';
import type { RunningNode } from '../../../targets/target.ts';
import { Departure } from './departure.ts';
import { SyncDone } from './disk.ts';
import type { Host } from './host.ts';
import { HostTimer } from './timers.ts';

export class Incarnation {
  readonly host: Host;
  readonly runtime: Runtime;
  retired = false;
  receiver: ((from: NodeId, message: Uint8Array) => void) | undefined;
  /** The started node; undefined for clients. */
  node: RunningNode | undefined;

  /** `label` names its random stream: another incarnation must not repeat the draws of the first. */
  constructor(host: Host, label: string, peers: readonly NodeId[]) {
    this.host = host;
    this.runtime = runtimeOf(this, label, peers);
  }

  retire(): void {
    this.retired = true;
    this.receiver = undefined;
  }
}

function runtimeOf(life: Incarnation, label: string, peers: readonly NodeId[]): Runtime {
  const { host } = life;
  const { scheduler, network, counts, random, reached } = host.world;
  return {
    ...(reached && { reached: (situation: string) => void (life.retired || reached(situation)) }),
    self: host.id,
    peers,
    random: random.fork(label),
    clock: {
      monotonic: () => host.clock.monotonic(),
      wall: () => host.clock.wall(),
    },
    timers: {
      after(ms, fire) {
        const timer = new HostTimer(life, ms, fire);
        if (!life.retired) scheduler.push(timer.instant(), timer);
        return timer;
      },
    },
    network: {
      send(to, message) {
        if (life.retired) return;
        // A client may be called while it is paused: the harness runs its code, and no event.
        if (host.paused) host.accept(new Departure(life, to, message));
        else network.send(host, to, message);
      },
      receive(on) {
        if (!life.retired) life.receiver = on;
      },
    },
    disk: {
      read: (file) => host.disk.file(file).read(),
      write(file, bytes) {
        if (!life.retired) host.disk.file(file).replace(bytes);
      },
      append(file, bytes) {
        if (!life.retired) host.disk.file(file).append(bytes);
      },
      sync(file, done) {
        if (life.retired) return;
        counts.syncs++;
        scheduler.push(scheduler.now + host.disk.drawSyncNs(), new SyncDone(life, host.disk.file(file), done));
      },
    },
    log(event, detail) {
      if (life.retired) return;
      const seconds = (scheduler.now / 1e9).toFixed(6);
      host.world.log(
        host.id,
        detail === undefined ? `${seconds} ${event}` : `${seconds} ${event} ${JSON.stringify(detail)}`,
      );
    },
  };
}
