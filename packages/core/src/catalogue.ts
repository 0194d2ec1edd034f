import { NextpanelError } from './error.ts';
import { type MicroUsd, usd } from './money.ts';
import type { PixelSize } from './picture.ts';
import type { Method, ProviderId, RenderSpec } from './story-spec.ts';

/** What a model can do and costs. Prices are per frame, in millionths of a dollar, with the day they were read. */
export interface Model {
  readonly provider: ProviderId;
  readonly id: string;
  /** Methods it can draw by, the best first. */
  readonly methods: readonly [Method, ...Method[]];
  /** How many pictures may go along with one request; 0 means it cannot carry a chain. */
  readonly maxReferences: number;
  /** Smallest and largest edge of a frame, in pixels. */
  readonly edge: { readonly min: number; readonly max: number };
  readonly price: {
    readonly low: MicroUsd;
    readonly expected: MicroUsd;
    readonly high: MicroUsd;
    readonly asOf: string;
  };
}

const models: readonly [Model, ...Model[]] = [
  {
    provider: 'storyboard',
    id: 'storyboard-1',
    methods: ['panels'],
    maxReferences: 16,
    edge: { min: 64, max: 4_096 },
    price: { low: 0, expected: 0, high: 0, asOf: '2026-11-22' },
  },
];

/** Providers this version can draw with. */
export const availableProviders: readonly ProviderId[] = [...new Set(models.map(({ provider }) => provider))];

/** Ids of a provider's models, the default first. */
export const modelsOf = (provider: ProviderId): string[] =>
  models.filter((model) => model.provider === provider).map(({ id }) => id);

/** "1024x1024" as pixels. */
export function parseSize(size: string): PixelSize {
  const [width = 0, height = 0] = size.split('x').map(Number);
  return { width, height };
}

/**
 * The model a story is drawn by. Throws `provider_unavailable`, `unknown_model`, `method_unavailable`,
 * `size_unsupported` or `model_cannot_chain`, each naming what can be chosen instead.
 *
 * @param batches length of the story's chain
 */
export function chooseModel(
  render: Pick<RenderSpec, 'provider' | 'model' | 'method' | 'size'>,
  batches: number,
): { model: Model; method: Method } {
  const offered = models.filter((model) => model.provider === render.provider);
  const [first] = offered;
  if (!first) {
    throw new NextpanelError(
      'provider_unavailable',
      `provider "${render.provider}" is not available in this installation; use one of: ${availableProviders.join(', ')}`,
      { detail: { pointer: '/render/provider' } },
    );
  }
  const model = render.model === undefined ? first : offered.find(({ id }) => id === render.model);
  if (!model) {
    throw new NextpanelError(
      'unknown_model',
      `provider "${render.provider}" has no model "${render.model}"; use one of: ${modelsOf(render.provider).join(', ')}`,
      { detail: { pointer: '/render/model' } },
    );
  }
  const method = render.method ?? model.methods[0];
  if (!model.methods.includes(method)) {
    throw new NextpanelError(
      'method_unavailable',
      `model "${model.id}" cannot draw by "${method}"; use one of: ${model.methods.join(', ')}`,
      { detail: { pointer: '/render/method' } },
    );
  }
  const { width, height } = parseSize(render.size);
  const { min, max } = model.edge;
  if (Math.min(width, height) < min || Math.max(width, height) > max) {
    const nearest = [width, height].map((edge) => Math.min(Math.max(edge, min), max)).join('x');
    throw new NextpanelError(
      'size_unsupported',
      `model "${model.id}" draws frames with edges of ${min} to ${max} pixels; the nearest to ${render.size} is ${nearest}`,
      { detail: { pointer: '/render/size' } },
    );
  }
  if (batches > 1 && model.maxReferences === 0) {
    throw new NextpanelError(
      'model_cannot_chain',
      `model "${model.id}" takes no reference pictures, so it can draw a story of one batch only; choose another model`,
      { detail: { pointer: '/render/model' } },
    );
  }
  return { model, method };
}

/** Price range of a story before it is drawn. `requests` counts the calls to the provider. */
export interface Estimate {
  readonly lowUsd: number;
  readonly expectedUsd: number;
  readonly highUsd: number;
  readonly batches: number;
  readonly requests: number;
}

export function estimateStory(panels: number, batches: number, model: Model, method: Method): Estimate {
  return {
    lowUsd: usd(model.price.low * panels),
    expectedUsd: usd(model.price.expected * panels),
    highUsd: usd(model.price.high * panels),
    batches,
    requests: method === 'panels' ? panels : batches,
  };
}
