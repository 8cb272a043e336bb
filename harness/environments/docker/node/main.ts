/** What is run as the process of a node in a container: the runner is at its standard input and output. */
import { runNode } from '../../local/process/node.ts';
import { begin } from './stdio.ts';

const { setup, channel } = await begin();
await runNode(setup, channel);
