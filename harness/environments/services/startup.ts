/** The sentences for services that do not come up, each with what to do, or with what the process said at its end. */
import type { NodeId } from '../../../targets/runtime.ts';
import { type Endpoint, hostAndPort, type ServiceProcess } from '../../../targets/service.ts';

export type Ending = { readonly exitCode: number } | { readonly signal: string };

export interface StartOf {
  readonly node: NodeId;
  readonly process: Pick<ServiceProcess, 'name'>;
}

/** As much of a log as a terminal shows at a glance. */
const LAST_LINES = 8;

export function portTaken(node: NodeId, endpoint: Endpoint): string {
  return `${node} needs ${hostAndPort(endpoint)}, where something else listens: stop that, or choose a fabric with addresses of its own (--fabric netns)`;
}

/** The sentence, and below it the end of the log. */
export function diedAtStart({ node, process }: StartOf, ending: Ending, log: readonly string[]): string {
  const how = 'signal' in ending ? `was ended by ${ending.signal}` : `ended with exit code ${ending.exitCode}`;
  const last = log.filter((line) => line.trim() !== '').slice(-LAST_LINES);
  if (last.length === 0) return `${process.name} of ${node} ${how} at its start, and its log is empty`;
  return [`${process.name} of ${node} ${how} at its start; its log ends:`, ...last.map((line) => `  ${line}`)].join(
    '\n',
  );
}

/** All processes are up, and the cluster still does not serve. */
export function neverReady(target: string, patienceSeconds: number, logs: string, complaint?: string): string {
  const why = complaint === undefined ? '' : `, for ${complaint}`;
  return `${target} did not serve within ${patienceSeconds} s of its start${why}: its logs are in ${logs}`;
}
