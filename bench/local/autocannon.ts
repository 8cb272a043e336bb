/** The load generator that others use, as a process of its own. */
import { execa } from 'execa';

/** Requests per second; undefined if it is not installed. */
export async function autocannon(
  url: string,
  { connections, seconds }: { readonly connections: number; readonly seconds: number },
): Promise<number | undefined> {
  const words = ['--json', '--connections', String(connections), '--duration', String(seconds), url];
  const result = await execa('autocannon', words, { preferLocal: true, reject: false });
  if (result.failed) return undefined;
  const { requests } = JSON.parse(result.stdout) as { readonly requests: { readonly average: number } };
  return requests.average;
}
