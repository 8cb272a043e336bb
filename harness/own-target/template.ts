/**
 * Text with placeholders, `--listen {{address}}`, as files of users have it. What the names mean is for others to say; here
 * they are found and filled in. There is nothing else to it on purpose: no conditions, no loops, no expressions.
 */
const PLACEHOLDER = /\{\{\s*([\w.-]+)\s*\}\}/g;

/** The names between braces, in their order. */
export const placeholdersIn = (text: string): readonly string[] =>
  [...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name);

/** Whether braces are left that hold no name: `{{ address`, `{{}}`, `{{a b}}`. */
export const hasStrayBraces = (text: string): boolean => text.replaceAll(PLACEHOLDER, '').includes('{{');

/** The one name that the whole text is, if it is: `{{value}}`, whose value need not be text then. */
export function loneName(text: string): string | undefined {
  const [, name] = /^\{\{\s*([\w.-]+)\s*\}\}$/.exec(text) ?? [];
  return name;
}

export const fill = (text: string, meaningOf: (name: string) => string): string =>
  text.replaceAll(PLACEHOLDER, (_, name: string) => meaningOf(name));

/** The words of a command: a list as it is, a text split at its spaces, before anything is filled in that may have some. */
export const wordsOf = (command: string | readonly string[]): readonly string[] =>
  typeof command === 'string' ? (command.match(/(?:\{\{.*?\}\}|\S)+/g) ?? []) : command;
