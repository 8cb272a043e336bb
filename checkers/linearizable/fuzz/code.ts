/** A difference as code: lines that a test can be made of (see operations.case.ts), under a comment that says all else. */
import type { Operation } from '../../../histories/op.ts';
import { RULES } from '../core.ts';
import type { Difference } from './examine.ts';

export function codeOf({ model, way, operations, truth, answer }: Difference): string {
  const rules = Object.entries(RULES).filter(([, bit]) => way.rules & bit);
  const by = way.name === 'jit' ? `jit with rules ${way.rules} (${rules.map(([name]) => name).join(', ')})` : way.name;
  const said = answer.says === 'failed' ? answer.because : answer.says;
  return [`// model ${model.name}; ${by}; the truth is: ${truth}; it said: ${said}`, linesOf(operations)].join('\n');
}

export function linesOf(operations: readonly Operation[]): string {
  return ['const lines = [', ...operations.map((operation) => `  ${lineOf(operation)},`), '];'].join('\n');
}

function lineOf(operation: Operation): string {
  const { f, input, call } = operation;
  const head = `'${f}', ${literal(input)}`;
  if (operation.outcome === 'info') return `[${head}, undefined, ${call}]`;
  return `[${head}, ${literal(operation.output)}, ${call}, ${operation.return}]`;
}

/** Objects without quotes around their names, and texts in single quotes. */
function literal(value: unknown): string {
  if (typeof value === 'string') return `'${value.replace(/[\\']/g, '\\$&')}'`;
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const fields = Object.entries(value).map(([name, field]) => `${name}: ${literal(field)}`);
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}
