/** What is run as the process of a node; its setup is its argument. */
import type { NodeSetup } from './messages.ts';
import { runNode } from './node.ts';

await runNode(JSON.parse(process.argv[2] ?? '') as NodeSetup);
