import { describe, expect, it } from 'vitest';
import { chooseModel } from '../../src/catalogue/choose-model.ts';
import { readCatalogueFile } from '../../src/catalogue/read-catalogue-file.ts';
import type { NextpanelError } from '../../src/error.ts';
import { type RenderSpec, renderSpecSchema } from '../../src/story-spec.ts';

const today = new Date('2026-11-22T12:00:00Z');
const render = (over: Partial<RenderSpec>): RenderSpec => renderSpecSchema.parse({ provider: 'openai', ...over });
const choose = (over: Partial<RenderSpec>, batches = 3, day = today) =>
  chooseModel(render(over), batches, { today: day });

function refusal(over: Partial<RenderSpec>, batches = 3): NextpanelError {
  try {
    choose(over, batches);
  } catch (error) {
    return error as NextpanelError;
  }
  throw new Error('it was not refused');
}

describe('chooseModel', () => {
  it.each([
    [{}, 'gpt-image-2', 'panels', 'medium'],
    [{ quality: 'high' }, 'gpt-image-2', 'panels', 'high'],
    [{ quality: 'auto' }, 'gpt-image-2', 'panels', 'auto'],
    [{ model: 'gpt-image-2-2026-04-21' }, 'gpt-image-2-2026-04-21', 'panels', 'medium'],
    [{ model: 'gpt-image-2.6-flare', method: 'series' }, 'gpt-image-2.6-flare', 'series', 'high'],
    [{ provider: 'azure', method: 'one-call' }, 'gpt-image-2', 'one-call', 'medium'],
    [{ provider: 'fal', model: 'openai/gpt-image-2/edit' }, 'gpt-image-2', 'panels', 'medium'],
    [{ provider: 'fal', model: 'fal-ai/nano-banana-2' }, 'nano-banana-2', 'panels', null],
    [{ provider: 'openai-compatible', model: 'qwen/qwen-image' }, 'qwen/qwen-image', 'panels', null],
    [{ provider: 'storyboard' }, 'storyboard-1', 'panels', null],
    [{ provider: 'storyboard', quality: 'max' }, 'storyboard-1', 'panels', 'max'],
  ] as const)('%o is %s by %s, quality %s', (over, id, method, quality) => {
    expect(choose(over)).toMatchObject({ model: { id }, method, quality });
  });

  it.each([
    [{ model: 'gpt-image2' }, 'unknown_model', '/render/model', /did you mean gpt-image-2\?/],
    [{ model: 'gpt-image-2.6' }, 'unknown_model', '/render/model', /gpt-image-2.6-sunburst or gpt-image-2.6-flare/],
    [{ model: 'nano-banana-2' }, 'unknown_model', '/render/model', /it is a model of "fal"/],
    [{ model: 'zzz' }, 'unknown_model', '/render/model', /use one of: gpt-image-2, /],
    [{ provider: 'azure', model: 'comics-eu' }, 'unknown_model', '/render/model', /catalogue file/],
    [{ provider: 'openai-compatible' }, 'unknown_model', '/render/model', /name one in `render.model`/],
    [{ model: 'gpt-image-1' }, 'model_retired', '/render/model', /2026-10-23; use "gpt-image-2.6-sunburst"/],
    [{ model: 'dall-e-3' }, 'model_retired', '/render/model', /2026-05-12/],
    [{ provider: 'fal', model: 'imagen4' }, 'model_retired', '/render/model', /2026-08-17; use "nano-banana-2"/],
    [{ provider: 'fal', model: 'fal-ai/imagen4/preview/fast' }, 'model_retired', '/render/model', /imagen4-fast/],
    [{ provider: 'storyboard', method: 'one-call' }, 'method_unavailable', '/render/method', /it can by panels/],
    [{ provider: 'azure', method: 'series' }, 'method_unavailable', '/render/method', /contact-sheet/],
    [{ quality: 'xhigh' }, 'quality_unsupported', '/render/quality', /use one of: auto, low, medium, high.*mean high/],
    [{ size: '1920x1080' }, 'size_unsupported', '/render/size', /1920x1088/],
  ] as const)('%o is refused: %s', (over, code, pointer, message) => {
    expect(refusal(over)).toMatchObject({
      code,
      detail: { pointer },
      message: expect.stringMatching(message) as string,
    });
  });

  it('refuses a model without references only when there is a chain', () => {
    const catalogue = readCatalogueFile({
      models: [{ provider: 'fal', id: 'imagen4', status: { state: 'active' } }],
    });
    const imagen = render({ provider: 'fal', model: 'imagen4' });
    expect(chooseModel(imagen, 1, { today, catalogue }).model.id).toBe('imagen4');
    expect(() => chooseModel(imagen, 2, { today, catalogue })).toThrow(/takes no reference pictures/);
  });
});

describe('warnings', () => {
  const codes = (over: Partial<RenderSpec>, day?: Date) => choose(over, 1, day).warnings.map(({ code }) => code);

  it.each([
    ['2026-10-31', []],
    ['2026-11-01', ['model_near_shutdown']],
    ['2026-11-22', ['model_near_shutdown']],
    ['2026-11-30', ['model_near_shutdown']],
    ['2026-12-01', ['model_past_shutdown']],
    ['2027-06-01', ['model_past_shutdown']],
  ])('about gpt-image-1.5 on %s: %o', (day, expected) => {
    expect(codes({ model: 'gpt-image-1.5' }, new Date(day))).toEqual(expected);
  });

  it('about a shutdown name the day, the days left and the replacement', () => {
    expect(choose({ model: 'gpt-image-1.5' }, 1, new Date('2026-11-22')).warnings[0]?.detail).toMatch(
      /2026-12-01, in 9 days.*"gpt-image-2.6-sunburst"/,
    );
  });

  it.each([
    [{}, []],
    [{ size: '3840x2160' }, ['size_experimental']],
    [{ size: '2560x1440' }, []],
    [{ model: 'gpt-image-2.6-sunburst' }, ['model_unverified']],
    [{ provider: 'fal', model: 'nano-banana-2' }, []],
    [{ provider: 'fal', model: 'nano-banana-2', size: '1536x1024' }, ['size_fitted']],
    [{ provider: 'fal', model: 'flux-2-pro', quality: 'high' }, ['quality_ignored']],
    [{ method: 'contact-sheet' }, []],
    [{ model: 'gpt-image-1-mini', method: 'contact-sheet' }, ['model_near_shutdown', 'contact_sheet_small']],
    [{ provider: 'storyboard', size: '4096x4096' }, []],
  ] as const)('about %o: %o', (over, expected) => {
    expect(codes(over)).toEqual(expected);
  });
});
