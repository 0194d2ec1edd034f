import { createFalClient, type FalClient } from '@fal-ai/client';
import { NextpanelError, type VendorFault } from '@nextpanel/core';
import type { z } from 'zod';
import { type FalCall, moneyOf, purposeNames } from './fal-call.ts';
import { errorOfReply } from './fal-errors.ts';
import type { FalTransport } from './transport.ts';

export interface CallOptions extends FalCall {
  readonly key: string;
  readonly transport: FalTransport;
  readonly ended?: boolean;
}

/**
 * Carries an error of ours through the SDK. Its queue calls retry on statuses and network failures whatever they are
 * configured to, a submit too, which would be paid twice; what is named AbortError it lets pass, and it looks at nothing else.
 */
class PassThrough extends Error {
  override readonly name = 'AbortError';
}

/**
 * Makes one call by the SDK over our transport: every request it sends is sent once, and what goes wrong is a NextpanelError.
 * An SDK client is a handful of closures; each call has its own because not all of the SDK's requests take a signal.
 */
export async function callFal<T>(options: CallOptions, work: (fal: FalClient) => Promise<T>): Promise<T> {
  const { key, transport, purpose, ended = false } = options;
  const send = async (address: string, { method = 'GET', headers = {}, body = null }: RequestInit) => {
    const sent = headers as Record<string, string>;
    const reply = await transport.send(address, { method, headers: sent, body: body as string | Blob | null }, options);
    if (reply.status < 200 || reply.status > 299) {
      throw errorOfReply(reply, { purpose, key, ended, authorized: 'Authorization' in sent });
    }
    const bare = reply.status === 204 || reply.status === 205;
    return new Response(bare ? null : reply.bytes, { status: reply.status, headers: { ...reply.headers } });
  };
  const fal = createFalClient({
    credentials: () => key,
    retry: { maxRetries: 0 },
    fetch: (input, init = {}) =>
      send(input instanceof Request ? input.url : input.toString(), init).catch((cause: unknown) => {
        throw new PassThrough('see cause', { cause });
      }),
  });
  try {
    return await work(fal);
  } catch (thrown) {
    if (thrown instanceof PassThrough) throw thrown.cause;
    // The SDK's own message would quote the answer.
    if (thrown instanceof SyntaxError) throw unreadable(options, 'the answer is broken JSON', 'outage');
    throw thrown;
  }
}

/** An answer as the schema has it; throws `bad_response`. A page instead of JSON comes out of the SDK as a string. */
export function readAnswer<T>(schema: z.ZodType<T>, answer: unknown, call: FalCall): T {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  if (typeof answer === 'string')
    throw unreadable(call, 'the answer is not JSON; a proxy may have answered instead', 'outage');
  const money = call.purpose === 'result' ? 'paid' : moneyOf(call);
  throw unreadable(call, 'the answer is not what fal documents', 'final', money);
}

const unreadable = (call: FalCall, why: string, fault: VendorFault, money = moneyOf(call)) =>
  new NextpanelError('bad_response', `${purposeNames[call.purpose]}: ${why}`, { fault, retryable: true, money });
