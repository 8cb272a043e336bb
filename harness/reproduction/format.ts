/** A reproduction as text for people: an event a line, so that a difference between two versions can be read. */
import type { Json } from '../core/json.ts';
import type { Scripted } from './search.ts';

export function formatted({ reproduction, ...plan }: Scripted): string {
  const fields = Object.entries(reproduction).filter(([, value]) => value !== undefined);
  const inner = fields.map(([name, value]) => `    ${JSON.stringify(name)}: ${listed(value as Json)}`);
  const outer = Object.entries(plan).map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  return `{\n${[...outer, `  "reproduction": {\n${inner.join(',\n')}\n  }`].join(',\n')}\n}\n`;
}

function listed(value: Json): string {
  if (!Array.isArray(value) || value.every((one) => typeof one !== 'object')) return JSON.stringify(value);
  return `[\n${value.map((one) => `      ${JSON.stringify(one)}`).join(',\n')}\n    ]`;
}
