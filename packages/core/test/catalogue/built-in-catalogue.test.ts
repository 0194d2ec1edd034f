import { describe, expect, it } from 'vitest';
import { builtInCatalogue } from '../../src/catalogue/built-in-catalogue.ts';
import { findModel } from '../../src/catalogue/find-model.ts';
import { modelSchema } from '../../src/catalogue/model.ts';
import { openaiCompatibleModel } from '../../src/catalogue/models/openai-compatible.ts';
import { askedSize, parseSize } from '../../src/catalogue/size-rule.ts';

const { models } = builtInCatalogue;

describe('the built-in catalogue', () => {
  it.each([...models, openaiCompatibleModel('any')].map((model) => [`${model.provider} ${model.id}`, model] as const))(
    '%s keeps its own schema and draws the default size of a story',
    (_name, model) => {
      expect(modelSchema.parse(model)).toEqual(model);
      expect(askedSize(model.size, parseSize('1024x1024'))).not.toBeNull();
    },
  );

  it('has one model for every name of a provider', () => {
    const names = models.flatMap(({ provider, id, aliases, snapshots, endpoints }) =>
      [id, ...aliases, ...snapshots, ...Object.values(endpoints ?? {})].flatMap((name) =>
        name === null ? [] : [`${provider} ${name}`],
      ),
    );
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('names replacements that can be drawn with', () => {
    for (const { provider, status } of models) {
      if (status.state === 'active') continue;
      expect(findModel({ provider, model: status.replacement }).status.state).toBe('active');
    }
  });

  it.each([
    ['storyboard', 'storyboard-1'],
    ['openai', 'gpt-image-2'],
    ['azure', 'gpt-image-2'],
    ['fal', 'gpt-image-2'],
  ] as const)('draws with %s by %s unless the story names another', (provider, id) => {
    expect(findModel({ provider, model: undefined }).id).toBe(id);
  });

  it('knows which models take references', () => {
    const takes = (provider: 'fal' | 'openai', id: string) => findModel({ provider, model: id }).maxReferences;
    expect(takes('fal', 'nano-banana-2')).toBe(14);
    expect(takes('fal', 'flux-2-pro')).toBe(8);
    expect(takes('openai', 'gpt-image-2')).toBe(16);
    for (const imagen of ['imagen4', 'imagen4-fast', 'imagen4-ultra']) expect(takes('fal', imagen)).toBe(0);
  });
});
