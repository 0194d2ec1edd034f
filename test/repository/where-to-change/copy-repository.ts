import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readlink, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { pathOf } from '../repository.ts';

const run = promisify(execFile);

/** A temporary copy of the working tree, which can be changed, checked and run. */
export interface RepositoryCopy extends AsyncDisposable {
  readonly root: string;
  /** Runs a command of `node_modules/.bin`, or `node`, in the copy. Answers with null, or with its output if it fails. */
  run(command: string, ...args: string[]): Promise<string | null>;
}

/** Copies every file that git tracks or would track. Installed packages are linked, those of the workspace to the copy. */
export async function copyRepository(): Promise<RepositoryCopy> {
  const original = pathOf('.');
  const root = await realpath(await mkdtemp(join(tmpdir(), 'nextpanel-copy-')));
  const { stdout } = await run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: original,
    maxBuffer: 64 * 1024 * 1024,
  });
  const files = [...new Set(stdout.split('\0').filter(Boolean))];
  for (const file of files) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    // A file that is deleted and not yet committed is still listed.
    await cp(join(original, file), join(root, file)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
  }
  const folders = files.filter((file) => file.endsWith('/package.json')).map(dirname);
  for (const folder of folders) await linkPackages(original, root, folder);
  await symlink(join(original, 'node_modules'), join(root, 'node_modules'));
  // Vitest and git-aware tools look for a repository.
  await run('git', ['init', '--quiet'], { cwd: root });
  const bin = join(original, 'node_modules/.bin');
  return {
    root,
    async run(command, ...args) {
      const env = { ...process.env, PATH: `${bin}:${process.env.PATH}`, NO_COLOR: '1', CI: 'true' };
      try {
        await run(command, args, { cwd: root, env, maxBuffer: 64 * 1024 * 1024 });
        return null;
      } catch (thrown) {
        const { stdout: out = '', stderr = '' } = thrown as { stdout?: string; stderr?: string };
        return `${command} ${args.join(' ')}\n${out}\n${stderr}`;
      }
    },
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
}

/** Makes `<folder>/node_modules` of the copy: links to the same packages, but to the copy's own packages of the workspace. */
async function linkPackages(original: string, root: string, folder: string): Promise<void> {
  const from = join(original, folder, 'node_modules');
  const entries = await readdir(from, { withFileTypes: true }).catch(() => []);
  const names = await Promise.all(
    entries.map(async ({ name }) =>
      name.startsWith('@') ? (await readdir(join(from, name))).map((inner) => `${name}/${inner}`) : [name],
    ),
  );
  for (const name of names.flat()) {
    const link = await readlink(join(from, name)).catch(() => null);
    if (link === null) continue;
    const target = isAbsolute(link) ? link : resolve(dirname(join(from, name)), link);
    const inside = relative(original, target);
    const ours = !inside.startsWith('..') && !inside.includes('node_modules');
    await mkdir(dirname(join(root, folder, 'node_modules', name)), { recursive: true });
    await symlink(ours ? join(root, inside) : target, join(root, folder, 'node_modules', name));
  }
}
