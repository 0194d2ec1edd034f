import type { ChatConfig } from '@nextpanel/core';
import { askForModels } from './ask-for-models.ts';
import type { Check } from './check.ts';

/**
 * Whether a server of chat completions answers and takes the key.
 *
 * @param variables what the names of its variables begin with
 */
export async function checkChat(
  chat: Pick<ChatConfig, 'baseUrl' | 'apiKey'> | null,
  variables: 'NEXTPANEL_REVIEW' | 'NEXTPANEL_SCRIPT',
): Promise<Omit<Check, 'name'>> {
  if (chat === null) return { status: 'ok', detail: `not set up (${variables}_BASE_URL)` };
  const { baseUrl, apiKey } = chat;
  return askForModels({
    baseUrl,
    headers: apiKey === null ? {} : { authorization: `Bearer ${apiKey}` },
    addressVariable: `${variables}_BASE_URL`,
    keyVariable: `${variables}_API_KEY`,
  });
}
