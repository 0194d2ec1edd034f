import { z } from 'zod';
import { Base64Picture, readJson } from '../../openai-family/read-json.ts';

/** One line of a file of results. */
export interface ResultLine {
  /** Id of the order. */
  readonly order: string;
  readonly response: { readonly status: number; readonly requestId: string | null; readonly body: unknown } | null;
  /** Why the request was not made; null when it was. */
  readonly error: { readonly code: string; readonly message: string } | null;
}

const lineSchema = z.object({
  custom_id: z.string(),
  response: z.object({ status_code: z.int(), request_id: z.string().nullish(), body: z.unknown() }).nullish(),
  error: z.object({ code: z.string().nullish(), message: z.string().nullish() }).nullish(),
});

const lineEnd = 0x0a;

/** The lines of a file as they arrive, one at a time: a file of eight pictures has a hundred megabytes. Throws SyntaxError. */
export async function* readLines(response: Response): AsyncGenerator<ResultLine> {
  let parts: Uint8Array[] = [];
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    let from = 0;
    for (let end = chunk.indexOf(lineEnd); end >= 0; end = chunk.indexOf(lineEnd, from)) {
      yield* readLine([...parts, chunk.subarray(from, end)]);
      parts = [];
      from = end + 1;
    }
    if (from < chunk.length) parts.push(new Uint8Array(chunk.subarray(from)));
  }
  yield* readLine(parts);
}

async function* readLine(parts: readonly Uint8Array[]): AsyncGenerator<ResultLine> {
  if (parts.every(({ length }) => length === 0)) return;
  const value = await readJson(new Response(new Blob(parts as Uint8Array<ArrayBuffer>[])));
  const { custom_id: order, response, error } = lineSchema.parse(value);
  yield {
    order,
    response: response
      ? { status: response.status_code, requestId: response.request_id ?? null, body: response.body }
      : null,
    error: error ? { code: error.code ?? '', message: error.message ?? '' } : null,
  };
}

/** What a body is when it is text: a page of something between here and there. */
export const isPage = (body: unknown): boolean => typeof body === 'string' || body instanceof Base64Picture;
