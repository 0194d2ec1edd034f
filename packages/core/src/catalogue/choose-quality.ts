import { NextpanelError } from '../error.ts';
import { nearestWord } from '../nearest-word.ts';
import type { Model } from './model.ts';
import type { Quality } from './price.ts';

/**
 * The quality to ask for: the one named, else the model's default; null when the model knows no such levels, whatever was
 * named. Throws `quality_unsupported`.
 */
export function chooseQuality(model: Model, named: string | undefined): Quality | null {
  if (named === undefined) return model.defaultQuality;
  if (model.qualities.length === 0) return null;
  const quality = model.qualities.find((level) => level === named);
  if (quality !== undefined) return quality;
  const nearest = nearestWord(named, model.qualities);
  throw new NextpanelError(
    'quality_unsupported',
    `model "${model.id}" has no quality "${named}"; use one of: ${model.qualities.join(', ')}${nearest ? ` (did you mean ${nearest}?)` : ''}`,
    { detail: { pointer: '/render/quality' } },
  );
}
