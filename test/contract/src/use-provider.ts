import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import {
  type Catalogue,
  type Drawn,
  type DrawRequest,
  findModel,
  NextpanelError,
  type Ordered,
  type Provider,
} from '@nextpanel/core';
import type { NamedRequest } from './draw-request.ts';

/** A provider as the tests use it: by the model's name, with prepare and submit in one call. */
export interface DirectProvider extends Omit<Provider, 'submit' | 'collect' | 'cancel' | 'prepare' | 'parameters'> {
  submit(request: NamedRequest, signal: AbortSignal): Promise<Ordered>;
  collect(request: NamedRequest, vendorId: string, signal: AbortSignal): Promise<Drawn>;
  cancel(request: NamedRequest, vendorId: string, signal: AbortSignal): Promise<boolean>;
  parameters(request: Omit<NamedRequest, 'id' | 'key'>): Readonly<Record<string, unknown>>;
  vendorId(request: NamedRequest, requestId: string): string;
}

/** @param catalogue where the models are; the built-in one if not given */
export function direct(provider: Provider, catalogue?: Catalogue): DirectProvider {
  const modelOf = (name: string) => findModel({ provider: provider.id, model: name }, catalogue);
  const whole = (request: NamedRequest): DrawRequest => ({ ...request, model: modelOf(request.model) });
  return {
    ...provider,
    parameters: (request) => provider.parameters({ ...request, model: modelOf(request.model) }),
    async submit(request, signal) {
      const order = whole(request);
      // As JSON, since the pipeline stores it in between.
      const body = JSON.parse(JSON.stringify(await provider.prepare(order, signal))) as Record<string, unknown>;
      return provider.submit(order, body, signal);
    },
    collect: (request, vendorId, signal) =>
      provider.collect(whole(request), vendorId, signal, async ({ sha256 }) => {
        const picture = request.references.find((it) => it.sha256 === sha256);
        if (!picture) throw new Error(`no picture ${sha256}`);
        return picture;
      }),
    cancel: async (request, vendorId, signal) => (await provider.cancel?.(whole(request), vendorId, signal)) ?? false,
    vendorId(request, requestId) {
      if (!provider.webhooks) throw new Error(`${provider.id} has no webhooks`);
      return provider.webhooks.vendorId(whole(request), requestId);
    },
  };
}

/** Orders and collects, as the pipeline does; with the SHA-256 of each frame. */
export async function drawBy(
  provider: DirectProvider,
  request: NamedRequest,
  signal: AbortSignal,
): Promise<Drawn & { readonly hashes: readonly string[] }> {
  const answer = await provider.submit(request, signal);
  const drawn = answer.kind === 'drawn' ? answer.drawn : await provider.collect(request, answer.vendorId, signal);
  return {
    ...drawn,
    hashes: drawn.frames.flatMap((bytes) => (bytes ? [createHash('sha256').update(bytes).digest('hex')] : [])),
  };
}

/** The error of some work; throws if the work succeeded. */
export async function failureOf(work: Promise<unknown>): Promise<NextpanelError> {
  try {
    await work;
  } catch (thrown) {
    if (thrown instanceof NextpanelError) return thrown;
    throw new Error('not a NextpanelError', { cause: thrown });
  }
  throw new Error('nothing failed');
}

/** Which of these secrets a value reveals anywhere, including causes and hidden properties. */
export function secretsIn(value: unknown, secrets: readonly string[]): string[] {
  const shown = inspect(value, { depth: null, showHidden: true, maxStringLength: null, maxArrayLength: null });
  return secrets.filter((secret) => shown.includes(secret));
}
