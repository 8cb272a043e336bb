/**
 * Free ports on loopback, for processes that will listen there. They are taken from below the range from which the kernel
 * gives ports to outgoing connections, so that what is free now still is when a node starts, and when it starts again.
 */
import { createServer } from 'node:net';
import { UserError } from '../../../core/errors.ts';
import { freshSeed, randomOf } from '../../../core/random.ts';

const [LOWEST, HIGHEST] = [20_000, 32_000];
const TRIES = 1_000;

/** Drawn afresh, whatever the run's seed: two runs of one seed side by side must not want the same ports. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const random = randomOf(freshSeed());
  const found = new Set<number>();
  for (let tries = 0; found.size < count; tries++) {
    if (tries > TRIES + count) {
      throw new UserError(`there are no ${count} free ports between ${LOWEST} and ${HIGHEST} on 127.0.0.1`);
    }
    const port = random.between(LOWEST, HIGHEST);
    if (!found.has(port) && (await isFree(port))) found.add(port);
  }
  return [...found];
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1' }, () => server.close(() => resolve(true)));
  });
}
