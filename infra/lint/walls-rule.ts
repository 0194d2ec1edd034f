import { dirname, relative, resolve, sep } from 'node:path';
import { browserFolders, isTestCode, libraryWalls, packageWalls } from './walls.ts';

/** What this rule reads of ESTree's nodes. */
interface Node {
  readonly type: string;
  readonly source?: Node | null;
  readonly value?: unknown;
  readonly importKind?: string;
  readonly exportKind?: string;
  readonly specifiers?: readonly Node[];
  readonly callee?: Node;
  readonly name?: string;
  readonly arguments?: readonly Node[];
}

/** What this rule uses of Oxlint's context for plugins. */
interface RuleContext {
  readonly cwd: string;
  readonly filename: string;
  report(problem: { node: Node; message: string }): void;
}

/** What is wrong with an import, or null. `from` is the importing file, from the root of the repository. */
export function findBreach(from: string, source: string, typesOnly: boolean): string | null {
  const folder = from.split('/').slice(0, 2).join('/');
  if (source.startsWith('.')) return findEscape(from, folder, source);
  const [scope = '', name = ''] = source.split('/');
  if (scope === '@nextpanel') return findPackageBreach(folder, name, source, typesOnly);
  const library = scope.startsWith('@') ? `${scope}/${name}` : scope;
  const wall = libraryWalls.find(({ libraries }) => libraries.includes(library) || libraries.includes(`${scope}/*`));
  if (wall === undefined || (wall.tests && isTestCode(from))) return null;
  return wall.importers.some((it) => from.startsWith(`${it}/`)) ? null : `${wall.reason}, of its types too`;
}

function findPackageBreach(folder: string, name: string, source: string, typesOnly: boolean): string | null {
  if (folder.startsWith('test/')) return null;
  const allowed = packageWalls[folder];
  if (allowed === undefined) return `${folder} has no walls yet: add it to infra/lint/walls.ts`;
  if (!allowed.includes(name)) return `${folder} may import ${list(allowed)} of this workspace, and not ${source}`;
  if (source === '@nextpanel/core' && browserFolders.includes(folder) && !typesOnly) {
    return 'core as a whole is too large for a browser: import its types, or one of its subpaths';
  }
  return null;
}

function findEscape(from: string, folder: string, source: string): string | null {
  const target = relative('/', resolve('/', dirname(from), source)).replaceAll(sep, '/');
  const isCode = (path: string) => /^(apps|packages|infra|test)\//.test(path);
  if (isCode(from) && isCode(target) && !target.startsWith(`${folder}/`)) {
    return `${target} belongs to another package: import that package by its name`;
  }
  if (!isTestCode(from) && isTestCode(target)) return 'code that is shipped never imports test code';
  return null;
}

const list = (names: readonly string[]): string => (names.length === 0 ? 'nothing' : names.join(', '));

/** An import that has no effect when the program runs. */
const isTypeOnly = ({ importKind, exportKind, specifiers = [] }: Node): boolean =>
  importKind === 'type' ||
  exportKind === 'type' ||
  (specifiers.length > 0 && specifiers.every((it) => it.importKind === 'type' || it.exportKind === 'type'));

/** Oxlint's rule `nextpanel/walls`: every way to import, of values and of types. */
export const walls = {
  create(context: RuleContext) {
    const from = relative(context.cwd, context.filename).replaceAll(sep, '/');
    const check = (node: Node, source: Node | null | undefined, typesOnly: boolean) => {
      if (typeof source?.value !== 'string') return;
      const message = findBreach(from, source.value, typesOnly);
      if (message !== null) context.report({ node, message });
    };
    const checkDeclaration = (node: Node) => check(node, node.source, isTypeOnly(node));
    return {
      ImportDeclaration: checkDeclaration,
      ExportNamedDeclaration: checkDeclaration,
      ExportAllDeclaration: checkDeclaration,
      ImportExpression: (node: Node) => check(node, node.source, false),
      TSImportType: (node: Node) => check(node, node.source, true),
      CallExpression(node: Node) {
        if (node.callee?.name === 'require') check(node, node.arguments?.[0], false);
      },
    };
  },
};
