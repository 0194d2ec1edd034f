import type { Config } from '@nextpanel/core';
import type { Check } from './check.ts';

type Finding = Omit<Check, 'name'>;

const timeoutMs = 10_000;

/** Whether the server that reviews frames answers and takes the key. It is asked for the list of its models, which costs nothing. */
export async function checkReview({ review }: Pick<Config, 'review'>): Promise<Finding> {
  if (review === null) return { status: 'ok', detail: 'not set up (NEXTPANEL_REVIEW_BASE_URL)' };
  const { baseUrl, apiKey } = review;
  const url = `${baseUrl.replace(/\/$/, '')}/models`;
  let answer: Response;
  try {
    answer = await fetch(url, {
      headers: apiKey === null ? {} : { authorization: `Bearer ${apiKey}` },
      signal: AbortSignal.timeout(timeoutMs),
      // A redirect would be given the key.
      redirect: 'manual',
    });
  } catch (error) {
    return {
      status: 'fail',
      detail: `${baseUrl} does not answer: ${reasonOf(error)}`,
      advice: 'start that server, or correct NEXTPANEL_REVIEW_BASE_URL',
    };
  }
  const models = answer.ok ? await countModels(answer) : null;
  await answer.body?.cancel().catch(() => undefined);
  if (models !== null) return { status: 'ok', detail: `${baseUrl} accepts the key and offers models: ${models}` };
  if (answer.status === 401 || answer.status === 403) {
    return {
      status: 'fail',
      detail: `${baseUrl} refuses ${apiKey === null ? 'requests without a key' : 'the key'} (HTTP ${answer.status})`,
      advice: 'correct NEXTPANEL_REVIEW_API_KEY',
    };
  }
  return {
    status: 'warn',
    detail: `${baseUrl} answers, but has no list of models (HTTP ${answer.status}): the key was not tried`,
    advice: 'see that NEXTPANEL_REVIEW_BASE_URL ends before /chat/completions, usually with /v1',
  };
}

async function countModels(answer: Response): Promise<number | null> {
  const list = (await answer.json().catch(() => null)) as { readonly data?: unknown } | null;
  return Array.isArray(list?.data) ? list.data.length : null;
}

/** The cause of a failed `fetch` says why; the error itself does not. */
function reasonOf(error: unknown): string {
  const { cause } = error as { readonly cause?: unknown };
  const it = cause instanceof Error && cause.message !== '' ? cause : error;
  return it instanceof Error ? it.message || it.name : String(it);
}
