/** From a definition without mistakes to a target: its service, its clients, and what it cannot do here. */
import { shapes } from '../../histories/ops/shapes.ts';
import { lockSettings } from '../../targets/locks/settings.ts';
import type { NodeId } from '../../targets/runtime.ts';
import type { Endpoints } from '../../targets/service.ts';
import type { AnyClient, AnyTarget, ClientOptions } from '../../targets/target.ts';
import { UserError } from '../core/errors.ts';
import type { Json } from '../core/json.ts';
import { servedBy } from './checks.ts';
import { HttpClient } from './http-client.ts';
import { excerptOf, refusal, type Source } from './problem.ts';
import { missingProgram } from './program.ts';
import type { Shaped } from './schema.ts';
import { serviceOf } from './service.ts';
import { wordsOf } from './template.ts';

export interface Origin {
  /** Where the target file is. */
  readonly folder: string;
  readonly source: Source;
}

export function targetOf(definition: Shaped, { folder, source }: Origin): AnyTarget {
  const { name, summary, workloads, nodes, operations, openService } = definition;
  const served = workloads ?? (operations === undefined ? [] : servedBy(operations));
  return {
    name,
    summary: summary ?? `${name}, a system of your own`,
    workloads: served,
    minimumNodes: nodes ?? 1,
    bugs: [],
    // What locks are asked to do is for whoever runs the test to say, as with all lock services here.
    ...(served.includes('lock') ? { settings: LOCK_SETTINGS } : {}),
    refuse: (_settings, { env }) => (env === undefined ? undefined : complaintOf(definition, env, { folder, source })),
    run: () => serviceOf(definition, folder),
    openService: (endpoints, node, options) =>
      operations === undefined
        ? opened({ endpoints, node, options }, openService, source)
        : new HttpClient(endpoints, node, { definition, operations, timeoutMs: options.timeoutMs }),
  };
}

const LOCK_SETTINGS = {
  'ttl-ms': lockSettings['ttl-ms'],
  renewal: lockSettings.renewal,
  holder: lockSettings.holder,
};

/** What this environment would need of the definition, in one sentence without a stop. */
function complaintOf({ local, docker }: Shaped, env: string, { folder, source }: Origin): string | undefined {
  if (env === 'local') {
    if (local === undefined) return `${source.file} has no local.command: choose --env docker, or say what a node runs`;
    const [program = ''] = wordsOf(local.command);
    const missing = missingProgram(program, folder);
    return missing && refusal(source, { path: ['local', 'command'], text: missing }).message;
  }
  if (env === 'docker' && docker === undefined) {
    return `${source.file} has no docker.image: choose --env local, or say which image a node runs`;
  }
  return undefined;
}

interface Opening {
  readonly endpoints: Endpoints;
  readonly node: NodeId;
  readonly options: ClientOptions;
}

/** What is wrong with a client of theirs is told as such: it is no crash of ours, and no answer of their system. */
function opened({ endpoints, node, options }: Opening, open: Shaped['openService'], { file }: Source): AnyClient {
  const client: Partial<AnyClient> | undefined = attempt(() => open?.(endpoints, node, options));
  const { invoke, close } = client ?? {};
  if (typeof invoke !== 'function' || typeof close !== 'function') {
    throw new UserError(`${file}: openService has to return an object with the methods invoke and close`);
  }
  return {
    async invoke(invocation) {
      const output = await invoke.call(client, invocation);
      if (isOutput(invocation.f, output)) return output;
      const { f, value } = invocation;
      throw new UserError(
        `${file}: its client answered ${f} of ${excerptOf(value)} with ${excerptOf(output)}, which is no answer to it: ${EXPECTED[f] ?? 'see the vocabulary'}`,
      );
    },
    close: () => close.call(client),
  };

  function attempt<T>(opening: () => T): T {
    try {
      return opening();
    } catch (error) {
      throw new UserError(`${file}: openService threw: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

/** Of locks there are too many kinds of answers to know them by their shape; that there is one is known. */
function isOutput(f: string, output: Json | undefined): output is Json {
  const pair = shapes['cas-register']?.[f];
  return pair === undefined ? output !== undefined : pair.output(output);
}

const EXPECTED: { readonly [f: string]: string } = {
  read: 'it has to be { key, value }, with the key that was asked for and a number, a text or null',
  write: 'it has to be { key, value }, as they were given',
  cas: 'it has to be { key, from, to, applied }, with applied true or false',
};
