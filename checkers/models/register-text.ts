/** How operations on registers are told apart by key and put into words, for all models of such registers. */
import type { Operation } from '../../histories/op.ts';
import type { RegisterOps } from '../../histories/ops/register.ts';

/** The number 1 and the string "1" are different keys. */
export function registerKey({ input }: { readonly input: { readonly key?: number | string } }): string {
  return input.key === undefined ? '' : JSON.stringify(input.key);
}

export function describeRegisterOperation(operation: Operation<RegisterOps>): string {
  const { key } = operation.input;
  const name = key === undefined ? '' : ` ${key}`;
  if (operation.f === 'read') {
    return `read${name} -> ${operation.outcome === 'ok' ? JSON.stringify(operation.output.value) : '?'}`;
  }
  if (operation.f === 'write') return `write${name} ${JSON.stringify(operation.input.value)}${open(operation)}`;
  const { from, to } = operation.input;
  const result = operation.outcome === 'info' ? '?' : operation.output.applied ? 'applied' : 'not applied';
  return `cas${name} ${JSON.stringify(from)} to ${JSON.stringify(to)} -> ${result}`;
}

const open = ({ outcome }: { readonly outcome: 'ok' | 'info' }): string => (outcome === 'info' ? ' -> ?' : '');
