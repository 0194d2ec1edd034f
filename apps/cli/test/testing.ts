import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoryView } from '@nextpanel/core';
import type { Io } from '../src/io.ts';
import { runCli } from '../src/run-cli.ts';

export interface CliRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one command in this process, with its own environment. */
export async function runInProcess(args: readonly string[], env: Io['env'] = {}, cwd = tmpdir()): Promise<CliRun> {
  const printed = { stdout: '', stderr: '' };
  const output = (name: 'stdout' | 'stderr') => ({ write: (text: string) => (printed[name] += text) });
  const exitCode = await runCli(args, { env, cwd, stdout: output('stdout'), stderr: output('stderr') });
  return { exitCode, ...printed };
}

/** An empty folder, removed with its scope. */
export async function temporaryDir(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'nextpanel-cli-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

export type Answer = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** A server with the given answers to `METHOD /path`. Anything else is a problem `not_found`, as in the API, or `otherwise`. */
export async function serve(
  answers: Readonly<Record<string, Answer>>,
  otherwise?: Answer,
): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0];
    const answer =
      answers[`${request.method} ${path}`] ?? otherwise ?? problem(404, 'not_found', `there is no ${path}`);
    void answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export const json =
  (value: unknown, status = 200): Answer =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  };

/** An empty list. */
export const noItems: Answer = json({ items: [], nextCursor: null });

export const bytes =
  (body: Uint8Array): Answer =>
  (_request, response) => {
    response.writeHead(200).end(body);
  };

export const problem =
  (status: number, code: string, detail: string, errors?: unknown): Answer =>
  (_request, response) => {
    const body = { type: `/problems/${code}`, title: code, status, code, detail, errors };
    response.writeHead(status, { 'content-type': 'application/problem+json' }).end(JSON.stringify(body));
  };

/** A story as the API returns it: 2 batches of 8 panels, nothing drawn, unless overridden. */
export function storyView(over: Partial<StoryView> = {}): StoryView {
  return {
    id: 'st1',
    rev: 0,
    title: 'The Hare',
    status: 'drawing',
    waitingOn: null,
    waiting: null,
    provider: 'storyboard',
    model: 'storyboard-1',
    language: 'en',
    readingDirection: 'ltr',
    layout: 'grid',
    characters: [],
    progress: {
      panels: { drawn: 0, total: 16 },
      batches: { drawn: 0, total: 2 },
      sheets: { drawn: 0, total: 2 },
    },
    cost: { budgetUsd: null, estimateUsd: 0, spentUsd: 0, heldUsd: 0, possiblyUsd: 0 },
    failures: [],
    warnings: [],
    books: [],
    createdAt: '2026-11-22T10:00:00.000Z',
    updatedAt: '2026-11-22T10:00:00.000Z',
    links: { self: '', panels: '', batches: '', sheets: '', events: '', books: {} },
    ...over,
  };
}
