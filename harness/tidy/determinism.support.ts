/**
 * What may not depend on the machine: targets, nemeses, models and the simulation get time and chance from a Runtime or a
 * Random, or no seed would replay. Looks at the syntax tree, so that a comment may name what the code must not call.
 */
import ts from 'typescript';
import type { Complaint } from './imports.support.ts';
import { lineOf, type Source } from './source.support.ts';

const DETERMINISTIC = ['targets/', 'nemesis/', 'checkers/models/', 'harness/environments/sim/'];

const MEMBERS: { readonly [object: string]: readonly string[] } = {
  Date: ['now'],
  performance: ['now'],
  Math: ['random'],
  process: ['hrtime'],
  crypto: ['getRandomValues', 'randomUUID'],
};
const FUNCTIONS = ['setTimeout', 'setInterval'];
/** The same by import. */
const MODULES = /^(?:node:)?(?:timers|timers\/promises|perf_hooks)$/;

export function determinism(sources: readonly Source[]): Complaint[] {
  return sources
    .filter(({ path }) => DETERMINISTIC.some((folder) => path.startsWith(folder)))
    .flatMap((source) => [...calls(source), ...modules(source)]);
}

function calls({ path, tree }: Source): Complaint[] {
  const found: Complaint[] = [];
  const visit = (node: ts.Node): void => {
    const name = forbiddenName(node);
    if (name !== undefined) found.push({ path, line: lineOf(node, tree), message: `must not use ${name}` });
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function forbiddenName(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node)) {
    const object = objectName(node.expression);
    const member = node.name.text;
    if (object === 'globalThis' && FUNCTIONS.includes(member)) return member;
    return object !== undefined && Object.hasOwn(MEMBERS, object) && MEMBERS[object]?.includes(member)
      ? `${object}.${member}`
      : undefined;
  }
  if (ts.isNewExpression(node) && objectName(node.expression) === 'Date' && (node.arguments?.length ?? 0) === 0) {
    return 'new Date() without a time';
  }
  if (!ts.isIdentifier(node) || !FUNCTIONS.includes(node.text)) return undefined;
  // A method of that name on an object of ours, or a key of one, is another thing.
  const { parent } = node;
  const isOther =
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    ((ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent)) && parent.name === node);
  return isOther ? undefined : node.text;
}

/** `Math`, and also the end of `globalThis.Math`. */
function objectName(node: ts.Expression): string | undefined {
  if (ts.isIdentifier(node)) return node.text;
  return ts.isPropertyAccessExpression(node) && objectName(node.expression) === 'globalThis'
    ? node.name.text
    : undefined;
}

function modules({ path, imports }: Source): Complaint[] {
  return imports
    .filter(({ to }) => MODULES.test(to))
    .map(({ to, line }) => ({ path, line, message: `must not import ${to}` }));
}
