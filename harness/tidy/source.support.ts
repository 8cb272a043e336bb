/**
 * The repository as the tidy rules see it: every source with its imports, found by the TypeScript parser. A comment or
 * a string that looks like an import is none.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A text file; its path is relative to the root, with slashes. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}

export interface Import {
  /** A path of the repository for relative imports; otherwise what was written. */
  readonly to: string;
  /** Gone once types are erased. */
  readonly isTypeOnly: boolean;
  readonly line: number;
}

export interface Source extends TextFile {
  readonly tree: ts.SourceFile;
  readonly imports: readonly Import[];
}

/** What no rule is about: what others made, and what is built. */
const SKIPPED = new Set(['node_modules', 'dist', '.git', 'store', 'coverage']);
const TEXT = /\.(?:ts|tsx|mts|js|mjs|cjs|css|html|json|jsonl|md|yml|yaml|edn|log|txt|sh)$|^[^.]+$|^\.ci\/run$/;

/** All text files of the repository. */
export function repository(): TextFile[] {
  return filesIn('')
    .filter((path) => TEXT.test(path))
    .map((path) => ({ path, text: readFileSync(`${ROOT}${path}`, 'utf8') }));
}

function filesIn(folder: string): string[] {
  return readdirSync(`${ROOT}${folder}`, { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : filesIn(path);
    return entry.isFile() ? [path] : [];
  });
}

/** TypeScript in a folder of the tree; the settings of tools at the root are none. */
export const isSource = ({ path }: TextFile): boolean => /\/.*\.tsx?$/.test(path);

/** Tests, and what only tests import. */
export const isTest = (path: string): boolean =>
  /\.(?:test|case|support)\.ts$/.test(path) || path.includes('/fixtures/');

export function parse({ path, text }: TextFile): Source {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  return { path, text, tree, imports: importsOf(tree) };
}

function importsOf(tree: ts.SourceFile): Import[] {
  const imports: Import[] = [];
  const add = (specifier: ts.Node | undefined, isTypeOnly: boolean) => {
    if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return;
    const to = specifier.text;
    const from = posix.dirname(tree.fileName);
    imports.push({
      to: to.startsWith('.') ? posix.join(from, to) : to,
      isTypeOnly,
      line: lineOf(specifier, tree),
    });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, node.importClause?.isTypeOnly === true);
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
    else if (ts.isExternalModuleReference(node)) add(node.expression, false);
    else if (ts.isCallExpression(node) && isLoad(node.expression)) add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return imports;
}

const isLoad = (callee: ts.Node): boolean =>
  callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require');

export function lineOf(node: ts.Node, tree: ts.SourceFile): number {
  return tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
}
