/** One job: fuzzes the stretches that it is sent, and answers with what came of each. */
import { parentPort } from 'node:worker_threads';
import { coreFromFile } from '../core-file.ts';
import { fuzz, type Stretch } from './stretch.ts';

const port = parentPort;
if (port === null) throw new Error('a job of the fuzzer runs in a thread of its own');

const core = await coreFromFile();
port.on('message', (stretch: Stretch) => {
  fuzz(stretch, { core }).then(
    (result) => port.postMessage(result),
    (error: unknown) => {
      // Nobody but the thread's owner can do anything about it.
      queueMicrotask(() => {
        throw error;
      });
    },
  );
});
