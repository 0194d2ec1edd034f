import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const workspace = fileURLToPath(new URL('../../..', import.meta.url));

/** A text of the sources that is replaced in the copy. */
export interface Replacement {
  /** Path from the root of the workspace. */
  readonly file: string;
  readonly text: string;
  readonly by: string;
}

export interface WorkspaceCopy extends AsyncDisposable {
  readonly folder: string;
}

/**
 * Copies the sources of apps and packages to a temporary folder and replaces texts there: another version of the program, to run
 * beside this one. Dependencies are shared. Throws if a text is not found, so that no test passes because of that.
 */
export async function copyWorkspace(replacements: readonly Replacement[]): Promise<WorkspaceCopy> {
  const folder = await mkdtemp(join(tmpdir(), 'nextpanel-workspace-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    for (const name of ['apps', 'packages', 'infra/local', 'package.json']) {
      // Links between packages are relative, so they lead to the copies.
      await cp(join(workspace, name), join(folder, name), { recursive: true, verbatimSymlinks: true });
    }
    await symlink(join(workspace, 'node_modules'), join(folder, 'node_modules'));
    for (const { file, text, by } of replacements) {
      const path = join(folder, file);
      const before = await readFile(path, 'utf8');
      if (!before.includes(text)) throw new Error(`${file} does not contain "${text}"`);
      await writeFile(path, before.replaceAll(text, by));
    }
    return { folder, [Symbol.asyncDispose]: remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
