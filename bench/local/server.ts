/** The server that does nothing, in a process of its own: it answers every request with the same two bytes. */
import { once } from 'node:events';
import { execa } from 'execa';

const PROGRAM = `
const server = require('node:http').createServer((request, response) => response.end('ok'));
server.keepAliveTimeout = 60000;
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.stdin.on('end', () => process.exit()).resume();`;

export interface Server {
  readonly port: number;
  readonly url: string;
  stop(): void;
}

export async function startServer(): Promise<Server> {
  const child = execa(process.execPath, ['-e', PROGRAM], { stdin: 'pipe', reject: false, buffer: false });
  const [port] = await once(child.stdout, 'data');
  return { port: Number(port), url: `http://127.0.0.1:${Number(port)}`, stop: () => child.stdin.end() };
}
