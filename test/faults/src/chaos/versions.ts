import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newestSchema } from '@nextpanel/core';
import { copyWorkspace } from '@nextpanel/harness';
import { unlimitedCatalogue } from '@nextpanel/vendors';
import type { AppName, VersionName } from './action.ts';
import type { Life } from './keep-process.ts';

const workspace = new URL('../../../../', import.meta.url).pathname;

/** Where an app of a workspace begins. */
export const mainOf = (name: AppName, sources = workspace): string =>
  join(sources, 'apps', name.replace(/-\d$/, ''), 'src/main.ts');

/** How apps are started in other versions. */
export interface Versions extends AsyncDisposable {
  /** A variant of this release. */
  variant(name: VersionName, app: AppName): Partial<Life>;
  /** The next release, which stores another schema. */
  next(app: AppName): Partial<Life>;
  readonly nextSchema: number;
}

/** The same program with other words in its prompts, another parameter for its vendors, another catalogue, or a newer schema. */
export async function openVersions(folder: string): Promise<Versions> {
  await using opened = new AsyncDisposableStack();
  const changed = async (file: string, text: string, by: string) =>
    opened.use(await copyWorkspace([{ file, text, by }])).folder;
  const catalogue = join(folder, 'catalogue.json');
  const models = JSON.parse(await readFile(unlimitedCatalogue, 'utf8')) as { readonly models: readonly object[] };
  const jpeg = ['flux-2-pro', 'nano-banana-2'].map((id) => ({ provider: 'fal', id, formats: ['jpeg'] }));
  await writeFile(catalogue, JSON.stringify({ ...models, models: [...models.models, ...jpeg] }));
  const prompts = await changed(
    'packages/core/src/prompts/compose-panel-prompt.ts',
    'One panel of an illustrated story',
    'A single panel of an illustrated story',
  );
  const parameters = await changed(
    'packages/providers/src/fal/fal-parameters.ts',
    '...(sends.size !== false && sizeInput(model, request)),',
    '...(sends.size !== false && sizeInput(model, request)), seed: 7,',
  );
  const nextSchema = newestSchema + 1;
  const next = await changed(
    'packages/core/src/state-schema.ts',
    `newestSchema = ${newestSchema};`,
    `newestSchema = ${nextSchema};`,
  );
  const owned = opened.move();
  return {
    variant(name, app) {
      if (name === 'catalogue') return { env: { NEXTPANEL_CATALOGUE: catalogue } };
      return { args: [mainOf(app, name === 'prompts' ? prompts : parameters)] };
    },
    next: (app) => ({ args: [mainOf(app, next)] }),
    nextSchema,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
