/**
 * What a schema cannot say about a definition: whether the names in it are names of something, whether a client has all that
 * its workloads ask for, and whether what is said in two places agrees.
 */
import { targets } from '../../targets/index.ts';
import { didYouMean } from '../core/nearest.ts';
import type { BodyTemplate, HttpRequest, Operations, OwnWorkload, Statuses } from './definition.ts';
import { FOLDER, NodePlaceholders, OPERATION_NAMES, portsOf } from './placeholders.ts';
import type { FieldPath, Problem } from './problem.ts';
import type { Shaped } from './schema.ts';
import { patternsOf } from './statuses.ts';
import { hasStrayBraces, placeholdersIn } from './template.ts';

/** The operations that a client needs which is data. */
const NEEDED: { readonly [workload in OwnWorkload]: readonly (keyof Operations)[] | undefined } = {
  register: ['read', 'write', 'cas'],
  'rw-register': ['read', 'write'],
  // What a holder knows of its lease no request tells.
  lock: undefined,
};

/** The first thing that is wrong. */
export function problemIn(definition: Shaped): Problem | undefined {
  const [first] = problems(definition);
  return first;
}

/** Those that a client which is data can serve. */
export const servedBy = (operations: Operations): readonly OwnWorkload[] =>
  (Object.keys(NEEDED) as readonly OwnWorkload[]).filter((workload) =>
    NEEDED[workload]?.every((operation) => operations[operation] !== undefined),
  );

function* problems(definition: Shaped): Generator<Problem> {
  const { name, local, docker, operations, openService } = definition;
  if (Object.hasOwn(targets, name)) {
    yield { path: ['name'], text: `${name} is a target of the harness: choose another name` };
  }
  if (local === undefined && docker === undefined) {
    yield {
      path: [],
      text: 'expected local (a command, for --env local) or docker (an image, for --env docker), or both',
    };
  }
  if ((operations === undefined) === (openService === undefined)) {
    yield {
      path: [],
      text: 'expected a client: either operations, which are HTTP requests, or the function openService',
    };
  }
  yield* workloadProblems(definition);
  yield* nodeProblems(definition);
  if (operations !== undefined) yield* operationProblems(definition, operations);
}

function* workloadProblems({ workloads, operations, openService }: Shaped): Generator<Problem> {
  if (workloads === undefined && openService !== undefined) {
    yield { path: [], text: 'expected workloads: the names of those that its client can serve' };
  }
  for (const [i, workload] of (operations === undefined ? [] : (workloads ?? [])).entries()) {
    const needed = NEEDED[workload];
    const path = ['workloads', i];
    if (needed === undefined) yield { path, text: `${workload} needs a client in TypeScript: a function openService` };
    const missing = needed?.find((operation) => operations?.[operation] === undefined);
    if (missing !== undefined) yield { path, text: `${workload} needs operations.${missing}` };
  }
}

function* nodeProblems(definition: Shaped): Generator<Problem> {
  const { local, docker, environment = {}, files = {}, lists = {}, ready, status } = definition;
  const own = Object.keys(lists);
  const builtIn = new NodePlaceholders({ ports: definition.ports }, '').names;
  const taken = own.find((name) => builtIn.includes(name));
  if (taken !== undefined)
    yield { path: ['lists', taken], text: 'this placeholder has a meaning: choose another name' };
  const placeholders = new NodePlaceholders(definition, '');
  for (const [name, { each }] of Object.entries(lists)) {
    yield* unknownNames(['lists', name, 'each'], each, placeholders.namesInLists);
  }
  const everywhere: readonly Text[] = [
    ...Object.entries(environment).map(([name, value]): Text => [['environment', name], String(value)]),
    ...Object.entries(files).map(([name, text]): Text => [['files', name], text]),
  ];
  for (const [path, text] of [...everywhere, ...wordsAt(['local', 'command'], local?.command)]) {
    yield* unknownNames(path, text, placeholders.names);
  }
  const inside = [
    ...(docker === undefined ? [] : everywhere),
    ...wordsAt(['docker', 'command'], docker?.command),
    ...wordsAt(['docker', 'entrypoint'], docker?.entrypoint),
  ];
  for (const [path, text] of inside) {
    if (placeholdersIn(text).includes(FOLDER)) {
      yield { path, text: `{{${FOLDER}}} is a folder of this machine, which no container sees` };
    }
    yield* unknownNames(path, text, placeholders.names);
  }
  for (const file of Object.keys(files)) {
    if (!/^(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$))/.test(file)) {
      yield { path: ['files', file], text: "expected a path in the node's directory" };
    }
  }
  if (typeof ready === 'object') yield* unknownPort(['ready', 'port'], ready.port, definition);
  if (typeof status === 'object') yield* unknownPort(['status', 'port'], status.port, definition);
}

type Text = readonly [path: FieldPath, text: string];

function wordsAt(path: FieldPath, command: string | readonly string[] | undefined): readonly Text[] {
  if (command === undefined) return [];
  if (typeof command === 'string') return [[path, command]];
  return command.map((word, i): Text => [[...path, i], word]);
}

function* operationProblems(definition: Shaped, operations: Operations): Generator<Problem> {
  for (const [name, operation] of Object.entries(operations) as [keyof Operations, HttpRequest | undefined][]) {
    if (operation === undefined) continue;
    const path = ['operations', name];
    const { request, headers = {}, body, port } = operation;
    const texts: readonly Text[] = [
      [[...path, 'request'], request],
      ...Object.entries(headers).map(([header, text]): Text => [[...path, 'headers', header], text]),
      ...textsIn([...path, 'body'], body),
    ];
    for (const [where, text] of texts) yield* unknownNames(where, text, OPERATION_NAMES[name]);
    yield* unknownPort([...path, 'port'], port, definition);
    yield* contradictions(path, operation);
  }
}

function textsIn(path: FieldPath, body: BodyTemplate | undefined): readonly Text[] {
  if (typeof body === 'string') return [[path, body]];
  if (typeof body !== 'object' || body === null) return [];
  return Object.entries(body).flatMap(([name, value]) => textsIn([...path, name], value));
}

/** A status that means two things at once. */
function* contradictions(path: FieldPath, operation: HttpRequest): Generator<Problem> {
  const meanings = new Map<string | number, string>();
  for (const meaning of ['ok', 'absent', 'refused', 'fail']) {
    const said: Statuses | undefined = Object.entries(operation).find(([name]) => name === meaning)?.[1];
    for (const pattern of patternsOf(said)) {
      const other = meanings.get(pattern);
      if (other !== undefined) yield { path: [...path, meaning], text: `${pattern} is ${other} already` };
      meanings.set(pattern, meaning);
    }
  }
}

function* unknownNames(path: FieldPath, text: string, known: readonly string[]): Generator<Problem> {
  if (hasStrayBraces(text)) {
    yield { path, text: 'expected the name of a placeholder between {{ and }}, as in {{port}}' };
  }
  for (const name of placeholdersIn(text)) {
    if (known.includes(name)) continue;
    yield {
      path,
      text: `unknown placeholder {{${name}}}${didYouMean(name, known)}; known here are: ${known.join(', ')}`,
    };
  }
}

function* unknownPort(path: FieldPath, name: string | undefined, definition: Shaped): Generator<Problem> {
  const known = portsOf(definition).map(([port]) => port);
  if (name === undefined || known.includes(name)) return;
  yield { path, text: `unknown port ${name}${didYouMean(name, known)}; known are: ${known.join(', ')}` };
}
