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
  load: async () => (await import('./bind-raw.ts')).bindRaw,
};
`,
      },
      {
        file: 'packages/imaging/src/formats/raw/bind-raw.ts',
        add: `import type { BindFormat } from '../book-format.ts';

/** Binds the sheets as they are, one after another. */
export const bindRaw: BindFormat = async ({ pages }, file) => {
  for await (const { png } of pages) await file.write(png);
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
        file: 'packages/imaging/src/is-plain.ts',
        add: `import { loadSharp } from './load-sharp.ts';

/** Whether a picture has one colour only. */
export async function isPlain(picture: Uint8Array): Promise<boolean> {
  const sharp = await loadSharp();
  const { channels } = await sharp(picture).removeAlpha().stats();
  return channels.every(({ min, max }) => min === max);
}
`,
      },
      {
        file: 'packages/imaging/src/index.ts',
        find: /export \{ resizePicture \}/,
        put: "export { isPlain } from './is-plain.ts';\nexport { resizePicture }",
      },
      {
        file: 'packages/imaging/test/is-plain.test.ts',
        add: `import { expect, it } from 'vitest';
import { isPlain } from '../src/is-plain.ts';
import { loadSharp } from '../src/load-sharp.ts';

it('a picture of one colour is found', async () => {
  const sharp = await loadSharp();
  const grey = { create: { width: 8, height: 8, channels: 3, background: '#888' } } as const;
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
  expect(await isPlain(await sharp(grey).png().toBuffer())).toBe(true);
  expect(await isPlain(await sharp({ create: { ...grey.create, noise } }).png().toBuffer())).toBe(false);
});
`,
      },
      {
        file: 'packages/pipeline/src/context.ts',
        find: /\n {2}readonly findCopies: typeof findCopies;/,
        put: '\n  readonly isPlain: typeof isPlain;\n  readonly findCopies: typeof findCopies;',
      },
      {
        file: 'packages/pipeline/src/context.ts',
        find: /\n {2}isOneColour,\n {2}resizePicture,/,
        put: '\n  isOneColour,\n  isPlain,\n  resizePicture,',
      },
      {
        file: 'packages/pipeline/src/context.ts',
        find: /\n {6}inspectPicture,\n {6}checkLetters,/,
        put: '\n      isPlain,\n      inspectPicture,\n      checkLetters,',
      },
      {
        file: 'packages/pipeline/src/draw/store-frames.ts',
        find: /(\n {2}const facts = await context\.imaging\.inspectPicture\(bytes\);)/,
        put: `$1
  if (await context.imaging.isPlain(bytes)) {
    throw new NextpanelError('picture_unreadable', 'the picture has one colour only', { retryable: true });
  }`,
      },
      {
        file: 'test/load/src/open-load-context.ts',
        find: /(\n {6}inspectPicture: )/,
        put: '\n      isPlain: async () => false,$1',
      },
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
