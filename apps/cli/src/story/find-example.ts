import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NextpanelError } from '@nextpanel/core/error';

/** The default story: `examples/01-*.yaml` of the repository, as an absolute path. */
export async function findExample(): Promise<string> {
  const dir = fileURLToPath(new URL('../../../../examples/', import.meta.url));
  const names = await readdir(dir).catch(() => []);
  const [first] = names.filter((name) => /^01-.*\.(ya?ml|json)$/.test(name)).sort();
  if (first === undefined) throw new NextpanelError('usage', `there is no 01-*.yaml in ${dir}; name a story file`);
  return join(dir, first);
}
