/**
 * Compiles the examples of a document against the sources, as if they stood at the paths that they name. Nothing is
 * written; examples may import each other.
 */
import { posix } from 'node:path';
import ts from 'typescript';
import { ROOT } from '../tidy/source.support.ts';
import { type Block, blocksOf } from './blocks.support.ts';

/** What the compiler has to say, with the lines of the document. */
export function compileExamples(document: string, markdown: string): string[] {
  const examples = new Map<string, Block>();
  for (const block of blocksOf(markdown)) {
    const path = block.attributes.get('check');
    if (path !== undefined) examples.set(posix.join(ROOT, path), block);
  }
  const program = ts.createProgram([...examples.keys()], options(), hostOf(examples));
  return [...examples].flatMap(([path, { line }]) => {
    const source = program.getSourceFile(path);
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.map(({ messageText, start = 0 }) => {
      const at = line + (source?.getLineAndCharacterOfPosition(start).line ?? 0);
      return `${document}:${at}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    });
  });
}

/** The project's own settings. */
function options(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(`${ROOT}tsconfig.json`, ts.sys.readFile);
  return {
    ...ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, ROOT).options,
    noEmit: true,
  };
}

function hostOf(examples: ReadonlyMap<string, Block>): ts.CompilerHost {
  const host = ts.createCompilerHost(options());
  const { fileExists, readFile } = host;
  host.fileExists = (path) => examples.has(path) || fileExists(path);
  host.readFile = (path) => examples.get(path)?.text ?? readFile(path);
  const { getSourceFile } = host;
  host.getSourceFile = (path, languageVersion, ...rest) => {
    const example = examples.get(path);
    return example === undefined
      ? getSourceFile(path, languageVersion, ...rest)
      : ts.createSourceFile(path, example.text, languageVersion);
  };
  // An example may stand in a folder that is yet to be made.
  host.directoryExists = (path) =>
    ts.sys.directoryExists(path) || [...examples.keys()].some((of) => of.startsWith(path));
  return host;
}
