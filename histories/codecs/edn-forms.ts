/**
 * Finds the maps of a Jepsen history in EDN text: one vector or list of maps, or maps one after another, each perhaps
 * with a record tag in front. It knows just enough of EDN to do so (strings, characters, comments, brackets), and for
 * that tells the line of every map, and of every bracket that is never closed, which the EDN library does not. What a
 * map means is read elsewhere.
 */
import { excerpt, malformed } from './decoded.ts';

export interface Form {
  readonly text: string;
  /** The line on which it begins, from 1. */
  readonly line: number;
}

type Token = {
  readonly kind: 'open' | 'close' | 'string' | 'atom';
  readonly at: number;
  readonly end: number;
  readonly line: number;
};

const closerOf: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);

export function ednMaps(text: string, file: string): Form[] {
  const forms: Form[] = [];
  const open: { readonly bracket: string; readonly line: number; readonly at: number }[] = [];
  /** How many brackets are open around a map: one in a vector or list, none in a sequence of maps. */
  let outside = 0;
  let ended = false;
  let discardNext = false;
  for (const { kind, at, end, line } of tokens(text, file)) {
    const inside = open.length > outside;
    if (kind === 'open') {
      const bracket = text.charAt(at);
      if (!inside) {
        if (ended) throw malformed(file, line, 'expected the end of the file behind the history, got more');
        if (bracket !== '{') {
          if (outside > 0 || forms.length > 0) throw malformed(file, line, expectedMap(text.slice(at, at + 40)));
          outside = 1;
        }
      }
      open.push({ bracket, line, at });
    } else if (kind === 'close') {
      const opened = open.pop();
      const [got, expected] = [text.charAt(at), closerOf.get(opened?.bracket ?? '')];
      if (opened === undefined) throw malformed(file, line, expectedMap(got));
      if (got !== expected) {
        const where = `to close the "${opened.bracket}" of line ${opened.line}`;
        throw malformed(file, line, `expected "${expected}" ${where}, got "${got}"`);
      }
      if (open.length < outside) ended = true;
      else if (open.length === outside) {
        if (!discardNext) forms.push({ text: text.slice(opened.at, end), line: opened.line });
        discardNext = false;
      }
    } else if (!inside) {
      const word = text.slice(at, end);
      // A tag in front of a map, or of the whole history, adds nothing to it; "#" alone would begin a set.
      if (kind === 'string' || !word.startsWith('#') || word === '#') throw malformed(file, line, expectedMap(word));
      discardNext = word === '#_';
    }
  }
  // A map that is cut off says more about where the file ends than the vector around it.
  const unclosed = open[outside] ?? open[0];
  if (unclosed !== undefined) {
    const where = `to close the "${unclosed.bracket}" of this line`;
    const closer = closerOf.get(unclosed.bracket);
    throw malformed(file, unclosed.line, `expected "${closer}" ${where}, got the end of the file: it is truncated`);
  }
  return forms;
}

function expectedMap(got: string): string {
  return `expected a map like {:process 0, :type :invoke, :f :read, :value nil}, got ${excerpt(got)}`;
}

/** Newline, blanks, comment, string, character, bracket, or a run of anything else: in this order, all of EDN. */
const lexeme =
  /(\n)|[ \t\r,\f]+|;[^\n]*|("[^"\\]*(?:\\.[^"\\]*)*("?))|\\.[^\s,()[\]{}";\\]*|([([{])|([)\]}])|([^\s,()[\]{}";\\]+)/gs;

function* tokens(text: string, file: string): Generator<Token> {
  let line = 1;
  for (const match of text.matchAll(lexeme)) {
    const [whole, newline, string, closingQuote, opener, closer, word] = match;
    const at = match.index;
    const end = at + whole.length;
    if (newline !== undefined) line++;
    else if (opener !== undefined) yield { kind: 'open', at, end, line };
    else if (closer !== undefined) yield { kind: 'close', at, end, line };
    else if (word !== undefined) yield { kind: 'atom', at, end, line };
    else if (string !== undefined) {
      if (closingQuote === '') {
        throw malformed(file, line, 'expected a quote to close the string of this line, got the end of the file');
      }
      yield { kind: 'string', at, end, line };
      line += string.split('\n').length - 1;
    }
  }
}
