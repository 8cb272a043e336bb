/** A run that waits to be killed: it has an entry, a folder with a file in it, and a process, of which it tells the number. */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RunEntry } from './registry.ts';

const [registry = '', run = ''] = process.argv.slice(2);
const entry = new RunEntry(run, registry);
writeFileSync(join(entry.folder, 'data'), 'x');
const { pid = 0 } = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
entry.addProcess('n1', pid);
const gone = spawn('true', { stdio: 'ignore' });
entry.addProcess('n2', gone.pid ?? 0);
gone.once('exit', () => {
  entry.removeProcess(gone.pid ?? 0);
  console.log(pid);
});
