/** What is run as the process of a node, in one file with all targets; its setup is its argument. */
import { targets } from '../../../../targets/index.ts';
import { ipc } from './channel.ts';
import type { NodeSetup } from './messages.ts';
import { runNode } from './node.ts';

await runNode(JSON.parse(process.argv[2] ?? '') as NodeSetup, ipc, targets);
