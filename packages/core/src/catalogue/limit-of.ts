import type { ProviderId } from '../story-spec.ts';
import { builtInCatalogue } from './built-in-catalogue.ts';
import type { Catalogue, Model } from './model.ts';

/** How much may be asked of one model, by all processes together. */
export interface ModelLimit {
  readonly provider: ProviderId;
  /** Id of the catalogue entry the limit belongs to. */
  readonly model: string;
  /** Requests under way at once; null: no limit. */
  readonly concurrency: number | null;
  /** null: no limit. */
  readonly imagesPerMinute: number | null;
}

/**
 * The limit a model's requests count against. A dated snapshot shares the limit of the model it is a snapshot of, as vendors
 * count them. What the catalogue says today counts, also for a model that was stored with an order.
 */
export function limitOf(model: Model, { models }: Catalogue = builtInCatalogue): ModelLimit {
  const { provider, id } = model;
  const entries = models.filter((entry) => entry.provider === provider);
  const entry =
    entries.find((it) => it.id === id) ??
    entries.find(({ snapshots }) => snapshots.includes(id)) ??
    entries.find((it) => it.id === id.replace(/-\d{4}-\d{2}-\d{2}$/, ''));
  return { provider, model: entry?.id ?? id, ...(entry ?? model).limits };
}

/** Whether requests to a provider may be limited. Every vendor may refuse requests over its rate limit; the storyboard is ours. */
export const isLimited = (provider: ProviderId, { models }: Catalogue = builtInCatalogue): boolean =>
  provider !== 'storyboard' ||
  models.some(
    (model) =>
      model.provider === provider && (model.limits.concurrency !== null || model.limits.imagesPerMinute !== null),
  );

/**
 * Whether it is not known yet how the server answers for this model: servers of one's own, and models that the user added. The
 * catalogue of nextpanel has the others.
 */
export const isUnproven = ({ provider, id }: Pick<Model, 'provider' | 'id'>): boolean =>
  provider === 'openai-compatible' ||
  !builtInCatalogue.models.some(
    (model) => model.provider === provider && (model.id === id || model.snapshots.includes(id)),
  );
