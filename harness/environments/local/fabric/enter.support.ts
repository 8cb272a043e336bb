/**
 * The two processes of a run in namespaces, as a program that tests start: the outer one enters, the inner one does as it
 * is told by the first word and says on its standard output how it goes.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { enterNamespaces } from './enter.ts';
import { inside, type NamespaceName, obeyOuter, permission } from './inside.ts';

const [name, task = '', file = ''] = process.argv.slice(2);
const here = inside();
if (here === undefined) {
  // Stands for the handlers of the command line, which must not see what is the inner process' business.
  process.on('SIGINT', () => console.log('the outer one was interrupted'));
  const inner = enterNamespaces(name as NamespaceName);
  if (task === 'give-up') {
    while (!existsSync(`${file}.asks`)) await sleep(5);
    await inner.giveUp();
  } else process.exitCode = await inner.begin();
} else {
  let signals = 0;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (++signals > 1) process.exit(99);
      console.log(signal);
      if (task === 'wait') setTimeout(() => process.exit(signal === 'SIGINT' ? 130 : 143), 50);
    });
  }
  obeyOuter();
  if (task === 'exit') process.exitCode = 42;
  if (task === 'write' || task === 'give-up') {
    writeFileSync(`${file}.asks`, '');
    await permission();
    writeFileSync(file, JSON.stringify({ fabric: here.fabric, uid: here.uid, pid: process.pid }));
  }
  if (task === 'wait' || task === 'nodes' || task === 'deaf') {
    // A node in its own session, which only the end of the namespaces can end.
    const node = spawn('sh', ['-c', `while :; do date +%s%N > '${file}'; sleep 0.02; done`], { detached: true });
    await once(node, 'spawn');
    console.log('ready');
    if (task === 'deaf') for (;;);
  }
}
