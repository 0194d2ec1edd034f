import type { Plant } from './plant.ts';
import { generated, generatedFormats } from './plants-of-core.ts';

const core = 'packages/core/src';
const providers = 'packages/providers/src';

/** Changes that add something beside others of its kind: a provider, a format, a check, a transition, a failpoint. */
export const partPlants: readonly Plant[] = [
  {
    // A second self-hosted server, which speaks the same protocol as the first.
    change: 'a provider',
    edits: [
      {
        file: `${providers}/sketch/sketch-provider.ts`,
        add: `import type { Config, Provider } from '@nextpanel/core';
import { openaiCompatibleProvider } from '../openai-compatible/openai-compatible-provider.ts';

/** A server that speaks OpenAI's Images API and needs no key. */
export const sketchProvider = ({ baseUrl }: NonNullable<Config['sketch']>): Provider => ({
  ...openaiCompatibleProvider({ baseUrl, apiKey: null }),
  id: 'sketch',
});
`,
      },
      {
        file: `${providers}/open-providers.ts`,
        find: /'openaiCompatible'>> \{/,
        put: "'openaiCompatible' | 'sketch'>> {",
      },
      {
        file: `${providers}/open-providers.ts`,
        find: /const \{ storyboard, openai,/,
        put: 'const { sketch, storyboard, openai,',
      },
      {
        file: `${providers}/open-providers.ts`,
        find: /\n {2}return new Map/,
        put: `
  if (sketch) all.push((await import('./sketch/sketch-provider.ts')).sketchProvider(sketch));
  return new Map`,
      },
      {
        file: 'packages/providers/package.json',
        find: /"\.\/openai": /,
        put: '"./sketch": "./src/sketch/sketch-provider.ts",\n    "./openai": ',
      },
      {
        file: 'packages/pipeline/src/context.ts',
        find: /const \{ openai, azure,/,
        put: 'const { sketch, openai, azure,',
      },
      {
        file: 'packages/pipeline/src/context.ts',
        find: /\n {4}openaiCompatible,\n/,
        put: '\n    openaiCompatible,\n    sketch,\n',
      },
      {
        file: `${core}/story-spec.ts`,
        find: /'fal', 'openai-compatible'\] as const/,
        put: "'fal', 'openai-compatible', 'sketch'] as const",
      },
      ...generated,
      {
        file: `${core}/config.ts`,
        find: /\n {2}FAL_KEY: /,
        put: '\n  SKETCH_BASE_URL: httpUrl.optional(),\n  FAL_KEY: ',
      },
      {
        file: `${core}/config.ts`,
        find: /\n {2}\/\*\* Null without a base URL\. \*\//,
        put: '\n  readonly sketch: { readonly baseUrl: string } | null;\n  /** Null without a base URL. */',
      },
      {
        file: `${core}/config.ts`,
        find: /\n {4}openaiCompatible:\n/,
        put: '\n    sketch: it.SKETCH_BASE_URL === undefined ? null : { baseUrl: it.SKETCH_BASE_URL },\n    openaiCompatible:\n',
      },
      {
        file: `${core}/config.ts`,
        find: /\n {2}fal: \['FAL_KEY'\],/,
        put: "\n  fal: ['FAL_KEY'],\n  sketch: ['SKETCH_BASE_URL'],",
      },
      {
        file: `${core}/catalogue/models/sketch.ts`,
        add: `import type { Model } from '../model.ts';
import { openaiCompatibleModel } from './openai-compatible.ts';

export const sketchModels: readonly Model[] = [{ ...openaiCompatibleModel('sketch-1'), provider: 'sketch' }];
`,
      },
      {
        file: `${core}/catalogue/built-in-catalogue.ts`,
        find: /import \{ storyboardModels \}/,
        put: "import { sketchModels } from './models/sketch.ts';\nimport { storyboardModels }",
      },
      {
        file: `${core}/catalogue/built-in-catalogue.ts`,
        find: /\.\.\.falModels\]/,
        put: '...falModels, ...sketchModels]',
      },
      {
        file: 'docker-compose.yml',
        find: /\n {2}FAL_KEY: /,
        // biome-ignore lint/suspicious/noTemplateCurlyInString: compose fills it in
        put: '\n  SKETCH_BASE_URL: ${SKETCH_BASE_URL:-}\n  FAL_KEY: ',
      },
      {
        file: 'docs/environment.md',
        find: /\n\| `FAL_KEY` /,
        put: '\n| `SKETCH_BASE_URL` | – | enables the provider `sketch` |\n| `FAL_KEY` ',
      },
      {
        file: 'docs/story-file.md',
        find: /`fal` or `openai-compatible` /,
        put: '`fal`, `openai-compatible` or `sketch` ',
      },
      {
        file: 'README.md',
        find: /\n(\| `openai-compatible` +\|)/,
        put: '\n| `sketch` | `SKETCH_BASE_URL` | sketch-1 |\n$1',
      },
      {
        file: 'test/contract/src/sketch.int.test.ts',
        add: `import { sketchProvider } from '@nextpanel/providers/sketch';
import { startVendors } from '@nextpanel/vendors';
import { expect, it } from 'vitest';
import { drawRequest } from './draw-request.ts';
import { direct, drawBy } from './use-provider.ts';

it('a picture is drawn by the server', async () => {
  await using vendors = await startVendors();
  const provider = direct(sketchProvider({ baseUrl: vendors.compatibleUrl }));
  const drawn = await drawBy(provider, drawRequest({ model: 'sketch-1' }), AbortSignal.timeout(20_000));
  expect(drawn.frames).toHaveLength(1);
});
`,
      },
    ],
  },
  {
    // The sheets as PNG, one after another.
    change: 'a book format',
    edits: [
      {
        file: 'packages/imaging/src/formats/raw/raw.ts',
        add: `import type { BookFormatFolder } from '../book-format.ts';

export const raw: BookFormatFolder = {
  label: 'Raw sheets',
  about: 'the sheets as PNG, one after another',
  mime: 'application/x-nextpanel-raw',
  extension: 'raw',
  layout: 'main',
  paper: false,
  matter: 'all',
  load: async () => (await import('./bind-raw.ts')).bindRaw,
};
`,
      },
      {
        file: 'packages/imaging/src/formats/raw/bind-raw.ts',
        add: `import type { BindFormat } from '../book-format.ts';

/** Binds the sheets as they are, one after another. */
export const bindRaw: BindFormat = async ({ pages }, file) => {
  for await (const { png } of pages) await file.write(await png());
};
`,
      },
      {
        file: 'packages/imaging/src/formats/formats.ts',
        find: /\nimport \{ pdf \}/,
        put: "\nimport { raw } from './raw/raw.ts';\nimport { pdf }",
      },
      { file: 'packages/imaging/src/formats/formats.ts', find: /\n {2}pdf,/, put: '\n  pdf,\n  raw,' },
      ...generatedFormats,
    ],
    proof: `
      const { parseStorySpec } = await import('./packages/core/src/index.ts');
      const { ok } = parseStorySpec('{ title: A, panels: [{ prompt: x }], book: { formats: [raw] } }');
      if (!ok) throw new Error('a story cannot ask for it');
    `,
  },
  {
    change: 'a check of a frame',
    edits: [
      {
        file: 'packages/checks/src/is-grey.ts',
        add: `import type { Pixels } from '@nextpanel/core';

/** Whether a picture, read at \`greySize\`, has no colours. */
export const isGrey = ({ data }: Pixels): boolean => data.every((value, at) => value === data[at - (at % 3)]);

/** How a picture is read to be judged. */
export const greySize = { width: 16, height: 16 } as const;
`,
      },
      {
        file: 'packages/checks/src/index.ts',
        find: /export \{ blankSize/,
        put: "export { greySize, isGrey } from './is-grey.ts';\nexport { blankSize",
      },
      {
        file: 'test/checks/is-grey.test.ts',
        add: `import { greySize, isGrey } from '@nextpanel/checks';
import { readPixels } from '@nextpanel/imaging';
import sharp from 'sharp';
import { expect, it } from 'vitest';

it.each([
  ['#888888', true],
  ['#884444', false],
])('a picture in %s is grey: %s', async (background, grey) => {
  const picture = await sharp({ create: { width: 32, height: 32, channels: 3, background } }).png().toBuffer();
  expect(isGrey(await readPixels(picture, greySize))).toBe(grey);
});
`,
      },
      {
        file: `${core}/checks/check-names.ts`,
        find: /'text', 'drift'/,
        put: "'text', 'grey', 'drift'",
      },
      {
        file: `${core}/checks/checks-spec.ts`,
        find: /(\n {4}drift: action)/,
        put: "\n    grey: action.describe('Pictures without colours; default: off'),$1",
      },
      {
        file: `${core}/checks/checks-spec.ts`,
        find: /(\n {2}drift: 'off',)/,
        put: "\n  grey: 'off',$1",
      },
      {
        file: `${core}/errors/warnings.ts`,
        find: /(\n {2}unlike_scene: )/,
        put: "\n  without_colours: { title: 'A frame has no colours', remedy: 'Retake the panel.' },$1",
      },
      {
        file: `${core}/sentences/sentences.ts`,
        find: /(\n {2}'check\.no_border': )/,
        put: "\n  'check.grey': 'it has no colours',$1",
      },
      {
        file: 'apps/dashboard/src/locales/en.po',
        find: /(\nmsgid "said\.check\.no_border")/,
        put: `
msgid "said.check.grey"
msgstr "it has no colours"

#. js-lingui-explicit-id
#: src/language/core-message.ts$1`,
      },
      {
        file: 'apps/dashboard/src/locales/ar.po',
        find: /(\nmsgid "said\.check\.no_border")/,
        put: `
msgid "said.check.grey"
msgstr "الصورة بلا ألوان"

#. js-lingui-explicit-id
#: src/language/core-message.ts$1`,
      },
      {
        file: 'packages/pipeline/src/checks/found-verdicts.ts',
        find: /(\n {2}drift: 'unlike_scene',)/,
        put: "\n  grey: 'without_colours',$1",
      },
      {
        file: 'packages/pipeline/src/checks/measure-frame.ts',
        find: /(\nexport const readLight)/,
        put: `
export async function measureGrey({ imaging }: Reading, bytes: Uint8Array): Promise<Measured> {
  const grey = isGrey(await imaging.readPixels(bytes, greySize)) ? 1 : 0;
  return { method: 'channels', version: 1, value: grey, limit: 1, severity: grey, detail: say('check.grey') };
}
$1`,
      },
      {
        file: 'packages/pipeline/src/checks/measure-frame.ts',
        find: /(\n {2}findBorders,)/,
        put: '$1\n  greySize,\n  isGrey,',
      },
      {
        file: 'packages/pipeline/src/checks/check-batch.ts',
        find: /\['blank', 'copies', 'borders'\] as const/,
        put: "['blank', 'copies', 'borders', 'grey'] as const",
      },
      {
        file: 'packages/pipeline/src/checks/check-batch.ts',
        find: /(\n {4}if \(checks\.includes\('borders'\)\))/,
        put: "\n    if (checks.includes('grey')) verdicts.push({ ...about, check: 'grey', ...(await measureGrey(context, bytes)) });$1",
      },
      {
        file: 'packages/pipeline/src/checks/check-batch.ts',
        find: /measureCopies, readLikeness \}/,
        put: 'measureCopies, measureGrey, readLikeness }',
      },
      {
        file: 'docs/story-file.md',
        find: /text: warn, drift: warn \}\nbudget/,
        put: 'text: warn, grey: warn, drift: warn }\nbudget',
      },
      ...generated,
      { file: 'docs/errors.md', script: ['node', 'packages/core/scripts/write-generated.ts'] },
    ],
  },
  {
    change: 'a transition',
    edits: [
      {
        file: 'packages/store/src/transitions/rename-story.lua',
        add: `-- rename-story: any status stays. ARGV: title.
-- Returns {'renamed'} | {'gone'}. No event.
if not redis.call('HGET', story, 'status') then return { 'gone' } end
redis.call('HSET', story, 'title', ARGV[1])
return { 'renamed' }
`,
      },
      {
        file: 'packages/store/src/state/story-transitions.ts',
        find: /\n {2}resume\(id: string\)/,
        put: '\n  rename(id: string, title: string): Promise<boolean>;\n  resume(id: string)',
      },
      {
        file: 'packages/store/src/state/story-transitions.ts',
        find: /\n {4}resume: command/,
        put: `
    async rename(id, title) {
      const [answer] = await run('rename-story', [keys.story(id)], [title]);
      return answer === 'renamed';
    },
    resume: command`,
      },
      {
        file: 'packages/store/test/state/transitions.int.test.ts',
        find: /\ndescribe\('a lost frame', /,
        put: `
it('a story gets another title', async () => {
  const id = await submitted();
  expect(await state.stories.rename(id, 'Other')).toBe(true);
  expect(await state.stories.rename('none', 'Other')).toBe(false);
});

describe('a lost frame', `,
      },
    ],
  },
  {
    change: 'a failpoint',
    edits: [
      {
        file: `${core}/failpoints.ts`,
        find: /\n {2}'batch-committed',/,
        put: "\n  'batch-committed',\n  /** The batch is committed and logged. */\n  'batch-logged',",
      },
      {
        file: 'packages/pipeline/src/draw/commit-batch.ts',
        find: /(\n {2}await ensureSheets\()/,
        put: "\n  context.failpoint('batch-logged');$1",
      },
      {
        file: 'test/faults/crash-at-every-failpoint.sys.test.ts',
        find: /(\n {2}'batch-committed': .*)/,
        put: "$1\n  'batch-logged': { app: 'worker', times: 2 },",
      },
      {
        file: 'docs/crashes.md',
        find: /\n(\| a sheet or book is half made)/,
        put: '\n| the batch is logged | the story continues | nothing |\n$1',
      },
    ],
  },
];
