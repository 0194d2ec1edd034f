import type { Check } from './check.ts';

type Finding = Omit<Check, 'name'>;

const timeoutMs = 10_000;

/** A server with a list of models as OpenAI's, and the variables that say where it is and who asks. */
export interface ModelServer {
  /** Its list is at `models` below it. */
  readonly baseUrl: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly addressVariable: string;
  readonly keyVariable: string;
}

/** Whether a server answers and takes the key. It is asked for the list of its models, which costs nothing. */
export async function askForModels(server: ModelServer): Promise<Finding> {
  const { baseUrl, query = {}, headers, addressVariable, keyVariable } = server;
  const url = new URL(`${baseUrl.replace(/\/+$/, '')}/models`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  let answer: Response;
  try {
    // A redirect would be given the key.
    answer = await fetch(url, { headers, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
  } catch (error) {
    return {
      status: 'fail',
      detail: `${baseUrl} does not answer: ${reasonOf(error)}`,
      advice: `start that server, or correct ${addressVariable}`,
    };
  }
  const models = answer.ok ? await countModels(answer) : null;
  await answer.body?.cancel().catch(() => undefined);
  if (models !== null) return { status: 'ok', detail: `${baseUrl} accepts the key and offers models: ${models}` };
  if (answer.status === 401 || answer.status === 403) {
    const what = Object.keys(headers).length === 0 ? 'requests without a key' : 'the key';
    return {
      status: 'fail',
      detail: `${baseUrl} refuses ${what} (HTTP ${answer.status})`,
      advice: `correct ${keyVariable}`,
    };
  }
  return {
    status: 'warn',
    detail: `${baseUrl} answers, but not with a list of models (HTTP ${answer.status}): the key was not tried`,
    advice: `see that ${addressVariable} is its base URL, which often ends with /v1; some servers have no such list`,
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
