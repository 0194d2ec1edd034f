import { isErrorCode, operationNeeds } from '@nextpanel/core';
import fc, { type Arbitrary } from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DescribedOperation as Operation, readDescription, type Schemas } from '../described-operations.ts';
import { shortStory, startTestApi, type TestApi, untilStatus } from '../testing.ts';
import { arbitraryOf, type Making } from './schema-arbitrary.ts';

/**
 * Ten thousand requests made from the description of the API, to the running server. Most are nearly right: a part is missing, odd, or one
 * too many. Whatever comes, the answer is one that the description promises, and never the server's own failure.
 */

const requestsMade = 10_000;
const atOnce = 16;
const keys = { hare: 'hare-key-0123456789', operator: 'operator-key-0123456789' };

interface Sent {
  readonly operation: Operation;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

let api: TestApi;
let operations: readonly Operation[];
let schemas: Schemas;
/** Ids that exist, and words that mean something somewhere. */
let words: readonly string[];
/** What stands for the parameters of a path, by name, where something is to be found. */
let places: Readonly<Record<string, readonly string[]>>;

beforeAll(async () => {
  api = await startTestApi({ NEXTPANEL_API_KEYS: `hare:${keys.hare}`, NEXTPANEL_ADMIN_KEY: keys.operator });
  ({ operations, schemas } = await readDescription(api));
  const drawing = await api.startDrawing();
  const hare = { authorization: `Bearer ${keys.hare}` };
  const cast = [{ id: 'hare', name: 'Hare', description: 'a brown hare' }];
  const spec = { characters: cast, plates: { draw: ['characters'] }, book: { formats: ['cbz'] } };
  const drawn = await api.submit(shortStory(3, spec), hare);
  await untilStatus(api, drawn.id, 'completed', hare);
  await drawing.stop();
  const waiting = await api.submit(shortStory(9, { title: 'Waiting' }), hare);
  words = [
    drawn.id,
    waiting.id,
    'en',
    'de',
    'ar',
    'p1',
    'hare',
    'mill',
    'storyboard',
    'cbz',
    'comic',
    'a4',
    '256x256',
    '1',
    '0.5',
  ];
  places = {
    id: [drawn.id, drawn.id, drawn.id, waiting.id],
    number: ['1', '2', '3', 'id:p1'],
    take: ['1'],
    plate: ['hare'],
    language: ['de', 'ar'],
    format: ['cbz'],
    profile: ['kdp-print', 'own'],
    check: ['blank', 'drift'],
    name: ['story', 'events'],
  };
}, 120_000);
afterAll(() => api[Symbol.asyncDispose]());

/** A request to one operation. */
function requestTo(operation: Operation): Arbitrary<Sent> {
  return fc.oneof(...[false, true].map((odd) => requestOf(operation, { schemas, words, odd })));
}

/** A story that others need is neither deleted nor cancelled. */
const ends = ({ operationId }: Operation): boolean => ['deleteStory', 'cancelStory'].includes(operationId);

function requestOf(operation: Operation, making: Making): Arbitrary<Sent> {
  const { parameters = [], requestBody, path } = operation;
  const values = fc.record(
    Object.fromEntries(
      parameters.map(({ in: place, name, schema }) => [
        `${place} ${name}`,
        place === 'path' && name in places && !ends(operation)
          ? fc.oneof(
              { weight: 6, arbitrary: fc.constantFrom(...(places[name] ?? [])) },
              { weight: 1, arbitrary: arbitraryOf(schema, making) },
            )
          : arbitraryOf(schema, making),
      ]),
    ),
    { requiredKeys: parameters.filter((it) => it.in === 'path').map((it) => `path ${it.name}`) },
  );
  const key = fc.oneof(
    { weight: 12, arbitrary: fc.constant(needsOperator(operation) ? keys.operator : keys.hare) },
    { weight: 1, arbitrary: fc.constantFrom(keys.operator, 'no-key-0123456789', '') },
  );
  return fc.record({ values, key, body: bodyOf(requestBody, making) }).map(({ values: given, key: secret, body }) => {
    const text = (name: string) => asText((given as Record<string, unknown>)[name]);
    const query = parameters.flatMap((it) =>
      it.in === 'query' && `query ${it.name}` in given
        ? [`${encode(it.name)}=${encode(text(`query ${it.name}`))}`]
        : [],
    );
    const headers = parameters.flatMap((it) =>
      it.in === 'header' && `header ${it.name}` in given ? [[it.name, asHeader(text(`header ${it.name}`))]] : [],
    );
    const filled = path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => encode(text(`path ${name}`)) || 'x');
    return {
      operation,
      path: query.length === 0 ? filled : `${filled}?${query.join('&')}`,
      headers: {
        ...Object.fromEntries(headers),
        ...(secret !== '' && { authorization: `Bearer ${secret}` }),
        ...(body !== null && { 'content-type': body.type }),
      },
      body: body === null ? null : harmless(operation, body.text),
    };
  });
}

const needsOperator = ({ operationId }: Operation): boolean => operationNeeds[operationId] === 'operator';

function bodyOf(
  requestBody: Operation['requestBody'],
  making: Making,
): Arbitrary<{ readonly type: string; readonly text: string } | null> {
  if (requestBody === undefined) return fc.constant(null);
  const bodies = Object.entries(requestBody.content).map(([type, { schema }]) => {
    if (!/json|yaml|form-urlencoded/.test(type))
      return fc.string({ unit: 'binary', maxLength: 200 }).map((text) => ({ type, text }));
    const value = arbitraryOf(schema ?? {}, making).map((it) => JSON.stringify(it) ?? 'null');
    // JSON is YAML, too.
    return value.map((text) => ({ type, text }));
  });
  const usual = fc.oneof(...bodies);
  if (!making.odd) return usual;
  return fc.oneof(
    { weight: 20, arbitrary: usual },
    { weight: 1, arbitrary: usual.map(({ type, text }) => ({ type, text: text.slice(0, text.length / 2) })) },
    { weight: 1, arbitrary: usual.map(({ text }) => ({ type: 'application/json', text: `[${text},]` })) },
    { weight: 1, arbitrary: usual.map(({ text }) => ({ type: 'application/x-unheard-of', text })) },
    { weight: 1, arbitrary: fc.constant(null) },
  );
}

/** A change of all stories at once would leave the others nothing to find. */
const harmless = ({ operationId }: Operation, body: string): string =>
  operationId === 'runBulk' ? body.replaceAll(/"(delete|cancel)"/g, '"pause"') : body;

const asText = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
/** Half of a surrogate pair is no text that could be sent. */
const encode = (text: string): string => encodeURIComponent(text.toWellFormed());
const asHeader = (text: string): string => text.replaceAll(/[^\x20-\x7e]/g, '').trim();

/** What is wrong with the answer to a request; null: nothing. */
async function tryOut({ operation, path, headers, body }: Sent, onSuccess: () => void): Promise<string | null> {
  const { method, responses } = operation;
  const stop = new AbortController();
  const response = await fetch(`${api.url}${path}`, {
    method,
    headers,
    redirect: 'manual',
    signal: AbortSignal.any([stop.signal, AbortSignal.timeout(60_000)]),
    ...(body !== null && method !== 'GET' && { body }),
  });
  const { status } = response;
  const type = response.headers.get('content-type') ?? '';
  // A stream need not end.
  const text = type.startsWith('text/event-stream') ? '' : await response.text();
  stop.abort();
  const said = `${method} ${path} ${body?.slice(0, 300) ?? ''}: ${status} ${text.slice(0, 300)}`;
  if (status >= 500) return said;
  if (status < 400) onSuccess();
  if (status < 400) return String(status) in responses ? null : `${said} (a status that is not described)`;
  if (!type.startsWith('application/problem+json')) return `${said} (${type})`;
  const problem = JSON.parse(text) as { readonly code: string; readonly status: number; readonly remedy?: string };
  return problem.status === status && isErrorCode(problem.code) && problem.remedy ? null : `${said} (no whole problem)`;
}

test('whatever is sent, the answer is one of those described, and never a failure of the server', {
  timeout: 600_000,
}, async () => {
  const each = Math.ceil(requestsMade / operations.length);
  const seed = fc.readConfigureGlobal().seed ?? 1;
  const sent = operations.flatMap((operation, index) =>
    fc.sample(requestTo(operation), { numRuns: each, seed: seed + index }),
  );
  expect(sent.length).toBeGreaterThanOrEqual(requestsMade);
  // The operations in turn, so that each meets what the others have left behind.
  const order = sent.map(
    (_, index) => sent[(index % operations.length) * each + Math.floor(index / operations.length)] as Sent,
  );
  const wrong: string[] = [];
  const succeeded = new Set<string>();
  const answered = new Map<string, number>();
  const next = order.values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const request of next) {
        const problem = await tryOut(request, () => succeeded.add(request.operation.operationId)).catch(
          (error: Error) => `${request.operation.method} ${request.path}: ${error.message}`,
        );
        if (problem !== null) wrong.push(problem);
        answered.set(request.operation.operationId, (answered.get(request.operation.operationId) ?? 0) + 1);
      }
    }),
  );
  expect(wrong.slice(0, 20)).toEqual([]);
  expect(answered.size).toBe(operations.length);
  // Otherwise only refusals were tried out.
  expect(succeeded.size).toBeGreaterThan(operations.length / 3);
  expect((await api.get('/healthz')).status).toBe(200);
});
