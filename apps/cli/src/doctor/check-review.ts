import type { Config } from '@nextpanel/core';
import { askForModels } from './ask-for-models.ts';
import type { Check } from './check.ts';

/** Whether the server that reviews frames answers and takes the key. */
export async function checkReview({ review }: Pick<Config, 'review'>): Promise<Omit<Check, 'name'>> {
  if (review === null) return { status: 'ok', detail: 'not set up (NEXTPANEL_REVIEW_BASE_URL)' };
  const { baseUrl, apiKey } = review;
  return askForModels({
    baseUrl,
    headers: apiKey === null ? {} : { authorization: `Bearer ${apiKey}` },
    addressVariable: 'NEXTPANEL_REVIEW_BASE_URL',
    keyVariable: 'NEXTPANEL_REVIEW_API_KEY',
  });
}
