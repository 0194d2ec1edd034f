import { changeError, type Model, NextpanelError } from '@nextpanel/core';
import { callVendor } from '../call-vendor.ts';
import type { ImagesApi } from '../order-images.ts';
import { pause } from '../pause.ts';
import { readJson } from '../read-json.ts';
import type { Vendor } from '../vendor.ts';
import { vendorError } from '../vendor-error.ts';
import { errorInAnswer } from './error-in-answer.ts';
import { fieldsOf } from './fields-of.ts';
import { findTask, type TaskState } from './find-task.ts';
import { type ImagesAnswer, noPicture, readImagesAnswer } from './read-images-answer.ts';

/**
 * Where servers that answer with a task are asked for it, the most usual first: apimart, evolink and DashScope `tasks`; Kling and
 * what passes it on `images/generations`; others `images/tasks`.
 */
const routesOf = (id: string) => [`/tasks/${id}`, `/images/generations/${id}`, `/images/tasks/${id}`, `/images/${id}`];

/** A task may be listed a moment after it was accepted; then the routes have been asked this often. */
const roundsMax = 3;
const pauseGrowth = 1.5;
const longestPauseMs = 10_000;
/** No picture has been seen to take longer; the task is asked for again by the next turn. */
const longestTaskMs = 1_800_000;
/** A task that was there and is gone is asked for this long. */
const missingMs = 60_000;
const failuresMax = 3;

/** Statuses by which a server says that it has no such route, or no such task there. */
const absent: readonly unknown[] = [400, 401, 403, 404, 405, 501];

type Pictures = Extract<ImagesAnswer, { kind: 'pictures' }>;

/**
 * Waits for a task and answers with its pictures. Safe to repeat. Throws `picture_unreachable` (final, collectable) when the server
 * has none of the usual routes, `result_expired` (collectable) when it no longer knows the task, and what the task failed with.
 */
export async function awaitTask(
  api: ImagesApi,
  model: Model,
  id: string,
  asked: number,
  signal: AbortSignal,
): Promise<Pictures> {
  const { vendor } = api;
  const since = performance.now();
  let routes: readonly string[] = routesOf(id);
  let rounds = 0;
  let seenAt: number | null = null;
  for (let pauseMs = api.pollMs; ; pauseMs = Math.min(pauseMs * pauseGrowth, longestPauseMs)) {
    const found = await firstAnswer(api, model, routes, signal);
    if (found !== null) {
      routes = [found.route];
      seenAt = performance.now();
      const pictures = readTask(found.answer, asked, vendor);
      if (pictures !== null) return pictures;
    } else if (seenAt === null) {
      rounds += 1;
      if (rounds >= roundsMax) throw noRoute(api, model, id);
    } else if (performance.now() - seenAt > missingMs) throw gone(vendor, id);
    if (performance.now() - since > longestTaskMs) throw notYet(vendor, id);
    await pause(pauseMs, signal);
  }
}

interface Found {
  readonly route: string;
  readonly answer: unknown;
}

async function firstAnswer(
  api: ImagesApi,
  model: Model,
  routes: readonly string[],
  signal: AbortSignal,
): Promise<Found | null> {
  for (const route of routes) {
    const answer = await ask(api, model, route, signal);
    // A page, or JSON of something else, is not the route of a task.
    const isTask = answer !== null && (findTask(answer) !== null || fieldsOf(answer).data !== undefined);
    if (isTask) return { route, answer };
  }
  return null;
}

/** Null when the server has nothing there. A failure of asking is repeated, then thrown with money `none`: the task continues. */
async function ask(api: ImagesApi, model: Model, route: string, signal: AbortSignal): Promise<unknown> {
  const { vendor, deadlineMs } = api;
  const client = api.client(model);
  for (let failures = 1; ; failures++) {
    try {
      return await callVendor(vendor, { signal, deadlineMs }, (within) =>
        client.get(route, { signal: within }).asResponse().then(readJson),
      );
    } catch (thrown) {
      if (!(thrown instanceof NextpanelError)) throw thrown;
      if (absent.includes(thrown.detail.status)) return null;
      if (failures >= failuresMax || thrown.fault === 'rate_limit') {
        throw changeError(thrown, { retryable: true, money: 'none' });
      }
    }
    await pause(api.pollMs, signal);
  }
}

/** The pictures, or null while it is not done. */
function readTask(answer: unknown, asked: number, vendor: Vendor): Pictures | null {
  const task = findTask(answer);
  if (task?.status === 'waiting') return null;
  if (task?.status === 'failed') throw failure(task, answer, vendor);
  const read = readImagesAnswer(answer, asked, vendor);
  if (read.kind === 'pictures') return read;
  if (task?.status === 'done') throw noPicture(vendor);
  return null;
}

/** The task is over, so an error that could be retried for free does not mean that asking failed. */
function failure({ fields }: TaskState, answer: unknown, vendor: Vendor): NextpanelError {
  const reported = fields.error ?? fields.fail_reason ?? fields.message ?? fieldsOf(answer).error ?? 'the task failed';
  const error = errorInAnswer({ error: reported, code: fields.code }, vendor) ?? noPicture(vendor, 'the task failed');
  return error.retryable && error.money === 'none' ? changeError(error, { money: 'possibly' }) : error;
}

function noRoute({ vendor, client }: ImagesApi, model: Model, id: string) {
  const says = `${vendor.name} accepted the request as task ${id}, but none of the usual routes for it answers (${routesOf(
    id,
  )
    .map((route) => `GET ${client(model).baseURL}${route}`)
    .join(
      ', ',
    )}). Nothing is bought again. Correct ${vendor.baseUrlVariable} so that one of them answers, or use a server that answers with pictures, then resume`;
  return vendorError(vendor, 'picture_unreachable', says, {
    fault: 'final',
    retryable: false,
    money: 'possibly',
    collectable: true,
    detail: { taskId: id },
  });
}

const gone = (vendor: Vendor, id: string) =>
  vendorError(vendor, 'result_expired', `${vendor.name} no longer knows task ${id}`, {
    fault: 'final',
    retryable: false,
    money: 'paid',
    collectable: true,
    detail: { taskId: id },
  });

const notYet = (vendor: Vendor, id: string) =>
  vendorError(
    vendor,
    'vendor_timeout',
    `task ${id} was not done after ${longestTaskMs / 60_000} minutes; it is asked for again`,
    {
      fault: 'outage',
      retryable: true,
      money: 'none',
      detail: { taskId: id },
    },
  );
