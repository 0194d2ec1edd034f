import { readFile } from 'node:fs/promises';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from './testing.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api[Symbol.asyncDispose]());

interface Description {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, { operationId: string; responses: object }>>;
  readonly components: { schemas: Record<string, object> };
}
const describeApi = async (): Promise<Description> => (await (await api.get('/openapi.json')).json()) as Description;

/** The API as it is promised. */
const promised = [
  'POST /v1/stories',
  'POST /v1/estimates',
  'GET /v1/scripts',
  'GET /v1/script-models',
  'POST /v1/scripts',
  'POST /v1/scripts/estimate',
  'GET /v1/scripts/{script}',
  'GET /v1/scripts/{script}/events',
  'DELETE /v1/scripts/{script}',
  'POST /v1/scripts/{script}/cancel',
  'POST /v1/scripts/{script}/retry',
  'POST /v1/scripts/{script}/calls/{call}/settle',
  'POST /v1/assets',
  'GET /v1/stories/{id}/export',
  'POST /v1/imports',
  'GET /v1/assets',
  'GET /v1/assets/{id}',
  'DELETE /v1/assets/{id}',
  'GET /v1/stories',
  'GET /v1/stories/{id}',
  'GET /v1/stories/{id}/panels',
  'GET /v1/stories/{id}/batches',
  'GET /v1/stories/{id}/attempts',
  'GET /v1/stories/{id}/sheets',
  'GET /v1/stories/{id}/ledger',
  'POST /v1/stories/{id}/ledger/{request}/settle',
  'POST /v1/stories/{id}/pause',
  'POST /v1/stories/{id}/resume',
  'POST /v1/stories/{id}/approve',
  'POST /v1/stories/{id}/cancel',
  'POST /v1/stories/{id}/compose',
  'POST /v1/stories/{id}/copy',
  'GET /v1/stories/{id}/next-chapter',
  'GET /v1/stories/{id}/script',
  'GET /v1/stories/{id}/panels/{number}/image',
  'GET /v1/stories/{id}/panels/{number}/lettered',
  'GET /v1/stories/{id}/panels/{number}/lettering',
  'GET /v1/stories/{id}/sheets/{number}/image',
  'GET /v1/stories/{id}/books/{format}',
  'GET /v1/stories/{id}/publish-check/{profile}',
  'GET /v1/stories/{id}/editions',
  'GET /v1/stories/{id}/editions/{language}',
  'PUT /v1/stories/{id}/editions/{language}',
  'DELETE /v1/stories/{id}/editions/{language}',
  'GET /v1/stories/{id}/events',
  'GET /v1/events',
  'GET /v1/workers',
  'GET /v1/installation',
  'POST /v1/installation/migrate',
  'GET /v1/providers/{id}/stats',
  'GET /v1/queues',
  'GET /v1/ledger',
  'PATCH /v1/stories/{id}',
  'PATCH /v1/stories/{id}/panels/{number}',
  'DELETE /v1/stories/{id}/panels/{number}',
  'GET /v1/stories/{id}/panels/{number}',
  'POST /v1/stories/{id}/panels/{number}/move',
  'DELETE /v1/stories/{id}',
  'GET /v1/stories/{id}/panels/{number}/provenance',
  'GET /v1/stories/{id}/panels/{number}/requests',
  'GET /v1/stories/{id}/checks',
  'PATCH /v1/stories/{id}/panels/{number}/acceptance',
  'PATCH /v1/stories/{id}/panels/{number}/checks/{check}',
  'GET /v1/stories/{id}/notes',
  'POST /v1/stories/{id}/notes',
  'PATCH /v1/stories/{id}/notes/{note}',
  'DELETE /v1/stories/{id}/notes/{note}',
  'GET /v1/stories/{id}/links',
  'POST /v1/stories/{id}/links',
  'DELETE /v1/stories/{id}/links/{link}',
  'GET /v1/stories/{id}/plates',
  'GET /v1/stories/{id}/plates/{plate}/takes',
  'GET /v1/stories/{id}/panels/{number}/takes',
  'GET /v1/stories/{id}/panels/{number}/takes/{take}/image',
  'GET /v1/stories/{id}/pictures/{sha256}',
  'GET /v1/stories/{id}/lettering',
  'PATCH /v1/stories/{id}/lettering',
  'POST /v1/stories/{id}/batches/{number}/retake',
  'POST /v1/stories/{id}/panels',
  'POST /v1/stories/{id}/panels/{number}/retake',
  'POST /v1/stories/{id}/panels/{number}/retouch',
  'PATCH /v1/stories/{id}/plates/{plate}',
  'POST /v1/stories/{id}/plates/approve',
  'POST /v1/stories/{id}/plates/{plate}/redraw',
  'POST /v1/stories/{id}/plates/{plate}/retake',
  'POST /v1/stories/{id}/plates/{plate}/retouch',
  'POST /v1/stories/{id}/plates/{plate}/takes',
  'POST /v1/stories/{id}/plates/{plate}/takes/{take}/select',
  'POST /v1/stories/{id}/panels/{number}/takes',
  'POST /v1/stories/{id}/panels/{number}/takes/{take}/select',
  'POST /v1/hooks/fal/{key}',
  'POST /v1/hooks/openai',
  'GET /v1/webhooks',
  'POST /v1/webhooks',
  'GET /v1/webhooks/secret',
  'POST /v1/webhooks/secret/rotate',
  'GET /v1/webhooks/{id}',
  'PATCH /v1/webhooks/{id}',
  'DELETE /v1/webhooks/{id}',
  'POST /v1/webhooks/{id}/rotate',
  'GET /v1/webhooks/{id}/deliveries',
  'POST /v1/webhooks/{id}/deliveries/{delivery}/redeliver',
  'GET /v1/providers',
  'POST /v1/providers/{id}/pause',
  'POST /v1/providers/{id}/resume',
  'GET /v1/admin/keys',
  'POST /v1/admin/keys',
  'GET /v1/admin/keys/{id}',
  'PATCH /v1/admin/keys/{id}',
  'DELETE /v1/admin/keys/{id}',
  'POST /v1/admin/keys/{id}/rotate',
  'GET /v1/admin/tenants',
  'POST /v1/admin/tenants',
  'GET /v1/admin/tenants/{id}',
  'PATCH /v1/admin/tenants/{id}',
  'DELETE /v1/admin/tenants/{id}',
  'POST /v1/stories/{id}/priority',
  'POST /v1/bulk',
  'GET /v1/costs',
  'GET /v1/session',
  'POST /v1/session',
  'DELETE /v1/session',
  'GET /v1/schemas/{name}',
  'GET /healthz',
  'GET /readyz',
];

test('the description is valid OpenAPI 3.1', async () => {
  const description = await describeApi();
  expect(description.openapi).toMatch(/^3\.1\./);
  expect(await new Validator().validate({ ...description })).toEqual({ valid: true });
});

test('packages/client/openapi.json is this description; if not, run: npm run schema', async () => {
  const text = `${JSON.stringify(await describeApi(), null, 2)}\n`;
  await expect(text).toMatchFileSnapshot('../../../packages/client/openapi.json');
});

test('it names every promised operation, each once, with its problems, and no other', async () => {
  const { paths } = await describeApi();
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, ...operation })),
  );
  expect(operations.map(({ name }) => name).sort()).toEqual([...promised].sort());
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(promised.length);
  const failing = operations.filter(({ name }) => name !== 'GET /healthz');
  for (const { responses } of failing) expect(responses).toHaveProperty('default');
});

test('it describes a story both as it is sent and as it is answered, and every reference leads somewhere', async () => {
  const description = await describeApi();
  const { schemas } = description.components;
  expect(schemas).toHaveProperty('StorySpecInput');
  expect(schemas).toHaveProperty('Story');
  expect(schemas).not.toHaveProperty('StoryInput');
  for (const [, name = ''] of JSON.stringify(description).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
    expect(schemas).toHaveProperty(name);
  }
});

test('the documentation page and the queue board load everything from this server', async () => {
  for (const [path, expected] of [
    ['/docs', 'swagger-ui-bundle.js'],
    ['/queues', 'static/js/'],
  ] as const) {
    const response = await api.get(path);
    expect(response.status).toBe(200);
    const page = await response.text();
    expect(page).toContain(expected);
    const scripts = [...page.matchAll(/<script[^>]* src="([^"]+)"/g)].map(([, source = '']) => source);
    expect(scripts.length).toBeGreaterThan(0);
    for (const script of scripts) {
      const answer = await fetch(new URL(script, `${api.url}${path}/`));
      expect([script, answer.status]).toEqual([script, 200]);
      await answer.body?.cancel();
    }
  }
});

test('the queue board shows the queues and changes nothing', async () => {
  const { queues } = (await (await api.get('/queues/api/queues')).json()) as {
    queues: { name: string; readOnlyMode: boolean }[];
  };
  expect(queues.length).toBeGreaterThan(1);
  for (const { name, readOnlyMode } of queues) {
    expect(readOnlyMode).toBe(true);
    const answer = await fetch(`${api.url}/queues/api/queues/${encodeURIComponent(name)}/pause`, { method: 'PUT' });
    expect(answer.status).toBe(405);
  }
});

test('/ says what this is and leads on', async () => {
  const response = await api.get('/');
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  const page = await response.text();
  for (const [, link = ''] of page.matchAll(/href="([^"]+)"/g))
    expect([link, (await api.get(link)).status]).toEqual([link, 200]);
  expect(page).not.toContain('<form');
});

test('probes and metrics answer', async () => {
  expect(await (await api.get('/healthz')).json()).toEqual({ status: 'ok' });
  expect(await (await api.get('/readyz')).json()).toEqual({ redis: 'ok', artifacts: 'ok' });
  await api.get('/v1/stories');
  await api.get('/v1/stories/nope');
  await api.get('/made/up/path');
  const response = await api.get('/metrics');
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  const metrics = await response.text();
  expect(metrics).toMatch(/^process_cpu_seconds_total /m);
  const count = 'nextpanel_http_request_duration_seconds_count';
  expect(metrics).toMatch(new RegExp(`^${count}{method="GET",route="/v1/stories",status="200"} \\d+$`, 'm'));
  expect(metrics).toMatch(new RegExp(`^${count}{method="GET",route="/v1/stories/:id",status="404"} \\d+$`, 'm'));
  // Addresses that do not exist share one label: nobody can blow the metrics up.
  expect(metrics).toMatch(new RegExp(`^${count}{method="GET",route="unmatched",status="404"} \\d+$`, 'm'));
  expect(metrics).not.toContain('/made/up');
  expect(metrics).toMatch(/^nextpanel_queue_jobs{queue="[^"]+",state="waiting"} 0$/m);
});

test('docs/http-api.md names every operation, and no other', async () => {
  const page = await readFile(new URL('../../../docs/http-api.md', import.meta.url), 'utf8');
  const named = [...page.matchAll(/`((?:GET|POST|PUT|PATCH|DELETE) \/[^`?]*)`/g)].map(
    ([, operation = '']) => operation,
  );
  expect([...new Set(named)].sort()).toEqual([...promised].sort());
});
