import { describe, expect, it } from 'vitest';
import { chooseModel } from '../../src/catalogue/choose-model.ts';
import { findModel } from '../../src/catalogue/find-model.ts';
import { readCatalogueFile } from '../../src/catalogue/read-catalogue-file.ts';
import { parseStorySpec } from '../../src/parse-story-spec.ts';
import { type RenderSpec, storySpecSchema } from '../../src/story-spec.ts';
import { warnOfIgnored } from '../../src/warn-of-ignored.ts';

const render = (over: Partial<RenderSpec>) =>
  storySpecSchema.parse({ title: 't', panels: [{ prompt: 'p' }], render: over }).render;
const today = new Date('2026-11-22');
const extra = { steps: 30, negative_prompt: 'blurry', tiled: true };

describe('render.extra', () => {
  it('is taken by self-hosted servers', () => {
    expect(chooseModel(render({ provider: 'openai-compatible', model: 'own', extra }), 1, { today }).model.id).toBe(
      'own',
    );
  });

  it.each(['openai', 'azure', 'fal'] as const)('is refused by %s, unless the catalogue takes it', (provider) => {
    const asked = render({ provider, model: 'gpt-image-2', extra });
    expect(() => chooseModel(asked, 1, { today })).toThrow(
      expect.objectContaining({
        code: 'extra_unsupported',
        message: expect.stringContaining('steps, negative_prompt, tiled') as string,
        detail: { pointer: '/render/extra' },
      }) as Error,
    );
    const catalogue = readCatalogueFile({ models: [{ provider, id: 'gpt-image-2', sends: { extra: true } }] });
    expect(chooseModel(asked, 1, { today, catalogue }).model.sends).toMatchObject({ extra: true });
    expect(chooseModel({ ...asked, extra: {} }, 1, { today }).model.id).toBe('gpt-image-2');
  });

  it.each([
    ['model: other', 'is set by every request itself'],
    ['"a b": 1', 'is not a name of a parameter'],
    ['steps: [1]', 'text, a number, true or false'],
    ['steps: ~', 'text, a number, true or false'],
  ])('with %s is refused', (yaml, reason) => {
    const parsed = parseStorySpec(`title: t\npanels: [{ prompt: p }]\nrender: { extra: { ${yaml} } }\n`);
    expect(parsed.ok ? [] : parsed.errors).toMatchObject([{ detail: expect.stringContaining(reason) as string }]);
  });
});

describe('parameters that a model does not take', () => {
  const codes = (provider: RenderSpec['provider'], model?: string) => {
    const asked = render({ provider, model, moderation: 'low', seed: 7, extra, blockedTries: 2 });
    const found = findModel({ provider, model });
    const spec = storySpecSchema.parse({ title: 't', panels: [{ prompt: 'p' }], render: asked });
    return warnOfIgnored(spec, { model: found, method: found.methods[0] }).map(({ code }) => code);
  };

  it.each([
    ['openai', undefined, ['seed_ignored']],
    ['azure', undefined, ['moderation_ignored', 'seed_ignored']],
    ['fal', 'gpt-image-2', ['moderation_ignored', 'seed_ignored']],
    ['fal', 'flux-2-pro', ['moderation_ignored']],
    ['fal', 'nano-banana-2', ['moderation_ignored']],
    ['openai-compatible', 'own', ['moderation_ignored']],
    ['storyboard', undefined, ['moderation_ignored', 'seed_ignored', 'extra_ignored', 'blocked_tries_ignored']],
  ] as const)('%s %s: %j', (provider, model, expected) => {
    expect(codes(provider, model)).toEqual(expected);
  });

  it('are no warning when the story does not set them, or to what is the default', () => {
    const { model } = chooseModel(render({ provider: 'azure', moderation: 'auto' }), 1, { today });
    const spec = storySpecSchema.parse({ title: 't', panels: [{ prompt: 'p' }], render: { moderation: 'auto' } });
    expect(warnOfIgnored(spec, { model, method: 'panels' })).toEqual([]);
  });
});
