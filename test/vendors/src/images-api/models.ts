/** Models that share prices, sizes and qualities. */
export type Family = '1' | '1-mini' | '2' | '2.5' | '2.6';

export interface ImageModel {
  readonly id: string;
  readonly family: Family;
  /** `YYYY-MM-DD`: from that day on it gets a 404. */
  readonly shutdownDate: string | null;
}

const model = (id: string, family: Family, shutdownDate: string | null = null): ImageModel => ({
  id,
  family,
  shutdownDate,
});

/** OpenAI's current and former models, with shutdown dates (deprecations page, November 2026). */
export const openaiModels: readonly ImageModel[] = [
  model('gpt-image-2.6-sunburst', '2.6'),
  model('gpt-image-2.6-flare', '2.6'),
  model('gpt-image-2.5-sunburst', '2.5'),
  model('gpt-image-2.5-sunburst-2026-09-08', '2.5'),
  model('gpt-image-2.5-flare', '2.5'),
  model('gpt-image-2.5-flare-2026-09-08', '2.5'),
  model('gpt-image-2', '2'),
  model('gpt-image-2-2026-04-21', '2'),
  model('gpt-image-1.5', '1', '2026-12-01'),
  model('gpt-image-1.5-2025-12-16', '1', '2026-12-01'),
  model('chatgpt-image-latest', '1', '2026-12-01'),
  model('gpt-image-1-mini', '1-mini', '2026-12-01'),
  model('gpt-image-1', '1', '2026-10-23'),
  model('dall-e-3', '1', '2026-05-12'),
  model('dall-e-2', '1', '2026-05-12'),
];

/** The model of this id if it is still available on that day. */
export const livingModel = (id: string, today: string): ImageModel | undefined =>
  openaiModels.find((it) => it.id === id && (it.shutdownDate === null || today < it.shutdownDate));

const early = ['low', 'medium', 'high'] as const;

export const qualitiesOf = ({ family }: ImageModel): readonly string[] =>
  family === '2.5' || family === '2.6' ? [...early, 'xhigh', 'max'] : early;
