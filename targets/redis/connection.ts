/**
 * A connection to one Redis process, through ioredis with everything turned off that would do more, or at another time,
 * than was asked for. It connects once; when it is lost it stays lost, and whoever needs another one opens another one.
 */
import type { Redis } from 'ioredis';
import type { Endpoint } from '../service.ts';

export interface ConnectionOptions {
  readonly connectTimeoutMs: number;
  readonly commandTimeoutMs: number;
}

/** Rejects where no connection came about: then nothing was sent but the greeting of TCP. */
export async function connected(endpoint: Endpoint, options: ConnectionOptions): Promise<Redis> {
  // Loaded when somebody wants Redis: no other command should wait for it.
  const { Redis } = await import('ioredis');
  const redis = new Redis({
    host: endpoint.host,
    port: endpoint.port,
    connectTimeout: Math.ceil(options.connectTimeoutMs),
    // Otherwise a command waits for its answer for ever.
    commandTimeout: Math.ceil(options.commandTimeoutMs),
    // Otherwise it connects by itself, and connects again by itself: to a server that has changed its role meanwhile.
    lazyConnect: true,
    retryStrategy: null,
    reconnectOnError: null,
    // Otherwise a command that was under way when its connection broke is sent once more: an INCR then counts twice.
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    // Otherwise a command without a connection waits for one, and is sent long after its caller gave up.
    enableOfflineQueue: false,
    // Otherwise it would wait for a server that still loads its data: that the server refuses commands is for us to see.
    enableReadyCheck: false,
    // Otherwise commands of one turn of the event loop share one write, and one fate.
    enableAutoPipelining: false,
    autoResubscribe: false,
    // No greeting (HELLO, CLIENT SETINFO) before the first command.
    protocol: 2,
    disableClientInfo: true,
  });
  // A failed attempt to connect is told as `Connection is closed.`, and its reason only to who listens here.
  let reason: Error | undefined;
  redis.on('error', (error) => {
    reason = error;
  });
  try {
    await redis.connect();
    return redis;
  } catch (error) {
    redis.disconnect();
    throw reason ?? error;
  }
}

/** One question over a connection of its own; rejects if it is not answered. */
export async function asked<T>(
  endpoint: Endpoint,
  timeoutMs: number,
  question: (redis: Redis) => Promise<T>,
): Promise<T> {
  const redis = await connected(endpoint, { connectTimeoutMs: timeoutMs, commandTimeoutMs: timeoutMs });
  try {
    return await question(redis);
  } finally {
    redis.disconnect();
  }
}
