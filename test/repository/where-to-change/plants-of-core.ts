import type { Edit, Plant } from './plant.ts';

const update = ['run', '--project', 'integration', 'apps/api/test/description.int.test.ts', '--update'] as const;

/** The OpenAPI document and the client's types, as `schema` writes them. */
export const generatedClient: readonly Edit[] = [
  { file: 'packages/client/openapi.json', script: ['vitest', ...update] },
  { file: 'packages/client/src/api.generated.ts', script: ['node', 'packages/client/scripts/write-types.ts'] },
];

/** What `schema` writes after a change of the story file. */
export const generated: readonly Edit[] = [
  { file: 'packages/core/story-spec.schema.json', script: ['node', 'packages/core/scripts/write-generated.ts'] },
  ...generatedClient,
];

const writeFormats = ['node', 'packages/imaging/scripts/write-formats.ts'] as const;

/** What `schema` writes after a change of the book formats. */
export const generatedFormats: readonly Edit[] = [
  { file: 'packages/core/src/formats/bound-formats.generated.ts', script: writeFormats },
  { file: 'docs/formats.md', script: writeFormats },
  { file: 'packages/core/events.schema.json', script: ['node', 'packages/core/scripts/write-generated.ts'] },
  ...generated,
];

const core = 'packages/core/src';

/** Changes of rules and data, which are pure functions of core. */
export const rulePlants: readonly Plant[] = [
  {
    // A rest of three panels is shared with the batch before.
    change: 'the batching rule',
    edits: [
      {
        file: `${core}/plan-batches.ts`,
        find: /return Array\.from\([\s\S]*?\n {2}\}\)\);/,
        put: `const count = Math.ceil(panels / batchSize);
  const moved = count > 1 && panels % batchSize === 3 ? Math.floor((batchSize - 3) / 2) : 0;
  return Array.from({ length: count }, (_, index) => ({
    number: index + 1,
    first: index * batchSize + 1 - (index === count - 1 ? moved : 0),
    last: Math.min((index + 1) * batchSize, panels) - (index === count - 2 ? moved : 0),
  }));`,
      },
      {
        file: 'packages/core/test/plan-batches.test.ts',
        find: /(\n {2}it\('form a chain)/,
        put: `
  it('share a rest of three panels', () => {
    expect(planBatches(19, 8).map(({ first, last }) => last - first + 1)).toEqual([8, 6, 5]);
  });
$1`,
      },
    ],
  },
  {
    change: 'the retry rule',
    edits: [
      { file: `${core}/retry-rule.ts`, find: /triesMax = 5/, put: 'triesMax = 6' },
      { file: `${core}/retry-rule.ts`, find: /firstDelayMs = 1_000/, put: 'firstDelayMs = 500' },
      {
        file: 'packages/core/test/retry-rule.test.ts',
        find: /\[1_000, 2_000, 4_000, 8_000\]/,
        put: '[500, 1_000, 2_000, 4_000]',
      },
      {
        file: 'packages/core/test/retry-rule.test.ts',
        find: /kind: 'retry', delayMs: 2_000/,
        put: "kind: 'retry', delayMs: 1_000",
      },
      { file: 'docs/story-file.md', find: /\| 5 · 5, then/, put: '| 6 · 5, then' },
    ],
  },
  {
    change: 'the wording of prompts',
    edits: [
      {
        file: `${core}/prompts/compose-plain-prompt.ts`,
        add: `import { composePrompt, type PromptInput } from './compose-prompt.ts';

/** The first recipe without its opening sentence. */
export const composePlainPrompt = (input: PromptInput): string => composePrompt(input).replace(/^.*\\n/, '');
`,
      },
      {
        file: `${core}/prompts/recipes.ts`,
        find: /(\{ number: 2, .*\},\n)/,
        put: '$1  { number: 3, composePrompt: composePlainPrompt, planReferences, scalesReferences: true },\n',
      },
      {
        file: `${core}/prompts/recipes.ts`,
        find: /import \{ composePrompt \}/,
        put: "import { composePlainPrompt } from './compose-plain-prompt.ts';\nimport { composePrompt }",
      },
      {
        file: 'packages/core/test/prompts/recipe-3.test.ts',
        add: `import { expect, it } from 'vitest';
import { findModel } from '../../src/catalogue/find-model.ts';
import type { PromptInput } from '../../src/prompts/compose-prompt.ts';
import { findRecipe, newestRecipe } from '../../src/prompts/recipes.ts';

const input: PromptInput = {
  story: { language: 'en', characters: [] },
  method: 'panels',
  panels: [{ number: 1, prompt: 'A hare runs', characters: [], text: [] }],
  references: [],
  panelsSinceReference: 0,
  distance: 0,
  size: { width: 1_024, height: 1_024 },
  model: findModel({ provider: 'openai', model: undefined }),
};

it('new stories get other words, and old ones keep theirs', () => {
  expect(newestRecipe).toBe(3);
  const [before, now] = [findRecipe(1), findRecipe(3)].map((recipe) => recipe.composePrompt(input));
  expect(before).toMatch(/^One panel of an illustrated story/);
  expect(now).toBe(before?.split('\\n').slice(1).join('\\n'));
});
`,
      },
    ],
  },
  {
    change: "a model's price or limits",
    edits: [
      { file: `${core}/catalogue/models/fal.ts`, find: /'1K': 0\.08/, put: "'1K': 0.09" },
      {
        file: 'packages/core/test/catalogue/price-request.test.ts',
        find: /\['1024x1024', 0\.08\]/,
        put: "['1024x1024', 0.09]",
      },
    ],
  },
  {
    change: 'a page layout',
    edits: [
      {
        file: `${core}/layout/layouts.ts`,
        find: /import \{ comic \}/,
        put: "import { column } from './layouts/column.ts';\nimport { comic }",
      },
      { file: `${core}/layout/layouts.ts`, find: /'storybook'\] as const/, put: "'storybook', 'column'] as const" },
      { file: `${core}/layout/layouts.ts`, find: /webtoon, storybook \};/, put: 'webtoon, storybook, column };' },
      {
        file: `${core}/layout/layout-settings.ts`,
        find: /storybook: 'square',/,
        put: "storybook: 'square',\n  column: null,",
      },
      {
        file: `${core}/layout/layouts/column.ts`,
        add: `import type { Layout } from '../layout.ts';
import { webtoon } from './webtoon.ts';

/** One column of panels without pauses. */
export const column: Layout = {
  ...webtoon,
  layOutPage(panels, settings, page) {
    const still = panels.map((panel) => ({ ...panel, pause: 'none' as const }));
    return { ...webtoon.layOutPage(still, settings, page), layout: 'column' };
  },
};
`,
      },
      {
        file: 'packages/core/test/layout/column.test.ts',
        add: `import { expect, it } from 'vitest';
import { laidPanel, layoutSettings } from '../../src/layout/layout-settings.ts';
import { layOutPage } from '../../src/layout/layouts.ts';

it('a column has its panels below each other, and no long pauses', () => {
  const render = { size: 'auto', batchSize: 8 };
  const settings = layoutSettings({ readingDirection: 'ltr', book: { layout: 'column' }, render });
  const panels = [1, 2].map((number) => ({ ...laidPanel(\`p\${number}\`, { weight: 'normal', pause: 'long' }), number }));
  const [above, below] = layOutPage(panels, settings, { number: 1, last: true }).slots;
  if (!above || !below) throw new Error('two panels have two slots');
  expect(below.x).toBe(above.x);
  expect(below.y - above.y - above.height).toBeLessThan(300);
});
`,
      },
      {
        file: 'docs/story-file.md',
        find: /(?<=\| `grid`, )`comic`/,
        put: '`column` (one below the other), `comic`',
      },
      ...generated,
    ],
  },
];
