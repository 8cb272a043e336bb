/**
 * The shape of a definition, checked when its file is loaded. What a schema cannot say (that a placeholder is known, that a
 * workload has all of its operations) is in checks.ts.
 */
import { z } from 'zod';
import { didYouMean } from '../core/nearest.ts';
import { strictFields } from '../core/strict-fields.ts';
import type { CodedTarget, Deployment, OwnWorkload } from './definition.ts';
import { excerptOf, type FieldPath, type Problem } from './problem.ts';

const text = z.string('expected text');
const filled = text.min(1, 'expected text that is not empty');
const flag = z.boolean('expected true or false');
const whole = (low: number, high: number) => {
  const expected = `expected a whole number from ${low} to ${high}`;
  return z.int(expected).min(low, expected).max(high, expected);
};
const byName = <T extends z.ZodType>(value: T, expected: string) => z.record(z.string(), value, expected);
/** What a file in TypeScript may have; its parameters nobody can look at. */
const code = <T>() => z.custom<T>((value) => typeof value === 'function', 'expected a function');
type CodeOf<T> = Extract<T, (...parameters: never[]) => unknown>;

const NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const WORD = /^[A-Za-z][\w-]*$/;
const name = text.regex(NAME, 'expected a name in lower case such as my-store');
const path = text.regex(/^\//, 'expected a path such as /health, which begins with a slash');
const words = z.union([filled, z.array(text).min(1, 'expected at least the program')], {
  error: 'expected a command, as text or as a list of its words',
});

const port = whole(1, 65_535);
const ports = z.union(
  [
    port,
    byName(port, 'expected ports by name')
      .refine((all) => Object.keys(all).length > 0, 'expected at least one port')
      .refine((all) => Object.keys(all).every((one) => WORD.test(one)), 'expected names of letters, digits and dashes'),
  ],
  { error: 'expected a port such as 8080, or ports by name' },
);

const STATUS = 'expected a status such as 204, or a class such as 2xx';
const status = z.union([z.int(STATUS).min(100, STATUS).max(599, STATUS), text.regex(/^[1-5]xx$/, STATUS)], {
  error: STATUS,
});
const statuses = z.union([status, z.array(status).min(1, STATUS)], { error: `${STATUS}, or a list of them` });

/** Where something is in an answer. */
const inBody = text.regex(/^body(?:\.[\w-]+)*$/, 'expected body, or a place in it such as body.value');

const ready = strictFields({
  http: path.optional(),
  status: statuses.optional(),
  port: text.optional(),
  within: whole(1, 3_600).optional(),
}).refine(({ http, status: answers }) => http !== undefined || answers === undefined, {
  path: ['status'],
  error: 'is the status of an HTTP answer: say of which path, as http: /health',
});

const request = {
  request: text.regex(
    /^(?:GET|HEAD|POST|PUT|PATCH|DELETE) \/\S*$/,
    'expected a method and a path such as PUT /kv/{{key}}',
  ),
  headers: byName(text, 'expected headers by name').optional(),
  body: z.json('expected text, or what is to be sent as JSON').optional(),
  ok: statuses.optional(),
  fail: statuses.optional(),
  port: text.optional(),
};

const operationsSchema = strictFields({
  read: strictFields({ ...request, value: inBody.optional(), absent: statuses.optional() }),
  write: strictFields(request),
  remove: strictFields(request).optional(),
  cas: strictFields({ ...request, refused: statuses.optional(), applied: inBody.optional() }).optional(),
});

/** So that the compiler misses none. */
const WORKLOADS: { readonly [name in OwnWorkload]: true } = { register: true, 'rw-register': true, lock: true };
const OWN_WORKLOADS = Object.keys(WORKLOADS) as readonly OwnWorkload[];

const definitionSchema = strictFields({
  name,
  summary: filled.optional(),
  workloads: z
    .array(
      z.enum(OWN_WORKLOADS, {
        error: ({ input }) =>
          `expected one of ${OWN_WORKLOADS.join(', ')}${typeof input === 'string' ? didYouMean(input, OWN_WORKLOADS) : ''}`,
      }),
      'expected a list of workloads',
    )
    .min(1, 'expected at least one workload')
    .optional(),
  nodes: whole(1, 64).optional(),
  ports,
  local: strictFields({ command: words }).optional(),
  docker: strictFields({
    image: filled,
    command: words.optional(),
    entrypoint: words.optional(),
    directory: text.regex(/^\/./, 'expected an absolute path in the image such as /data').optional(),
    user: filled.optional(),
  }).optional(),
  environment: byName(
    z.union([z.string(), z.number(), z.boolean()], { error: 'expected text, a number, true or false' }),
    'expected variables by name',
  ).optional(),
  files: byName(text, 'expected texts by the paths of files').optional(),
  lists: byName(
    strictFields({
      each: filled,
      of: z.enum(['nodes', 'peers'], 'expected nodes or peers').optional(),
      join: text.optional(),
    }),
    'expected lists by name',
  ).optional(),
  sharesAddresses: flag.optional(),
  ready: z.union([ready, code<CodeOf<Deployment['ready']>>()]).optional(),
  status: z
    .union([
      strictFields({ http: path, role: inBody, primary: filled, term: inBody.optional(), port: text.optional() }),
      code<CodeOf<Deployment['status']>>(),
    ])
    .optional(),
  operations: operationsSchema.optional(),
  openService: code<CodedTarget<OwnWorkload>['openService']>().optional(),
});

/** A definition whose shape is right. */
export type Shaped = z.infer<typeof definitionSchema>;

/** The definition, or the first thing that is wrong with its shape. */
export function shaped(value: unknown): { readonly definition: Shaped } | { readonly problem: Problem } {
  const parsed = definitionSchema.safeParse(value, { reportInput: true });
  if (parsed.success) return { definition: parsed.data };
  // A name that is mistyped is one that is missing, too: then that is what is to be put right.
  const { issues } = parsed.error;
  const issue = issues.find(({ code: kind }) => kind === 'unrecognized_keys') ?? issues[0];
  return { problem: problemOf(issue, []) };
}

/** Of a union, the branch is told that was meant: the one that does not fail at the very beginning. */
function problemOf(issue: z.core.$ZodIssue | undefined, above: FieldPath): Problem {
  if (issue === undefined) throw new Error('what is wrong has no issue');
  const path = [...above, ...issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))];
  if (issue.code === 'unrecognized_keys') {
    return { path: [...path, issue.keys[0] ?? ''], text: issue.message, isUnknown: true };
  }
  if (issue.code === 'invalid_union') {
    const meant = issue.errors.find(([first]) => first !== undefined && !isAtOnce(first));
    if (meant !== undefined) return problemOf(meant[0], path);
  }
  return { path, text: `${issue.message}, got ${excerptOf(issue.input)}` };
}

const isAtOnce = ({ path, code: kind }: z.core.$ZodIssue): boolean => path.length === 0 && kind !== 'unrecognized_keys';
