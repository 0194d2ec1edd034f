import type { BatchAnswer, Drawn, Order, VendorBatch } from '@nextpanel/core';
import { callVendor } from '../../openai-family/call-vendor.ts';
import { answerOfLine, missingAnswer } from './answer-of-line.ts';
import { pollError } from './as-poll.ts';
import type { BatchesApi } from './batches-api.ts';
import type { BatchFacts } from './read-batch.ts';
import { type ResultLine, readLines } from './read-lines.ts';

/**
 * Every order's answer, from batches that are over: that of the oldest, or, where that one drew nothing, of another of the same
 * name. What the others drew was paid as well.
 */
export async function* answersOf(
  api: BatchesApi,
  { requests }: VendorBatch,
  [oldest, ...twins]: readonly [BatchFacts, ...BatchFacts[]],
  signal: AbortSignal,
): AsyncGenerator<BatchAnswer> {
  const open = new Map(requests.map(({ order }) => [order.id, order]));
  const beside = new Map<string, Drawn>();
  for (const twin of twins) {
    for await (const answer of answersIn(api, twin, open, signal)) {
      if ('drawn' in answer) beside.set(answer.order, add(answer.drawn, beside.get(answer.order)));
    }
  }
  const whole = (answer: BatchAnswer): BatchAnswer => {
    const other = beside.get(answer.order);
    if (!other) return answer;
    return { order: answer.order, drawn: 'drawn' in answer ? add(answer.drawn, other) : other };
  };
  for await (const answer of answersIn(api, oldest, open, signal)) {
    open.delete(answer.order);
    yield whole(answer);
  }
  for (const order of open.values()) yield whole(missingAnswer(api.vendor, order, oldest));
}

/** The first drawing, at the cost of both. */
const add = (drawn: Drawn, other: Drawn | undefined): Drawn => ({
  ...drawn,
  costMicroUsd: drawn.costMicroUsd + (other?.costMicroUsd ?? 0),
});

async function* answersIn(
  api: BatchesApi,
  { files }: BatchFacts,
  open: ReadonlyMap<string, Order>,
  signal: AbortSignal,
): AsyncGenerator<BatchAnswer> {
  for (const file of files) {
    for await (const line of linesOf(api, file, signal)) {
      const order = open.get(line.order);
      if (order) yield answerOfLine(api.vendor, order, line);
    }
  }
}

async function* linesOf(
  { client, vendor, deadlineMs }: BatchesApi,
  file: string,
  signal: AbortSignal,
): AsyncGenerator<ResultLine> {
  try {
    const response = await callVendor(vendor, { signal, deadlineMs }, (within) =>
      client.files.content(file, { signal: within }),
    );
    yield* readLines(response);
  } catch (thrown) {
    signal.throwIfAborted();
    throw pollError(vendor, thrown);
  }
}
