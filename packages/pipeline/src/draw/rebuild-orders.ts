import {
  asNextpanelError,
  drawsSingly,
  findModel,
  type Model,
  type Order,
  type Picture,
  type Provider,
  parseSize,
  splitBatch,
} from '@nextpanel/core';
import type { ClaimedBatch, ClaimedPanel, KnownRequest } from '@nextpanel/store';
import { loadFrame } from '../frames.ts';
import { loadReferences } from './load-references.ts';
import { type BatchReferences, type PlannedRequest, planRequests, type Round } from './plan-requests.ts';
import type { Turn } from './turn.ts';

/** A request of the first release with the order that release did not store. */
export interface RebuiltOrder {
  readonly request: KnownRequest;
  readonly order: Order;
}

/**
 * Orders for requests of the first release, which stored only their keys. Its recipe composes everything the batch may have
 * asked for once more; the request with the same key is the one that was sent. One that matches no key is collected all the
 * same: its vendor id and what was stored of it are enough, only the prompt in its record is today's. Requests of a model or
 * provider that is gone are left out.
 */
export async function rebuildOrders(
  turn: Turn,
  requests: readonly KnownRequest[],
  providerOf: (request: KnownRequest) => Provider | null,
): Promise<ReadonlyMap<string, RebuiltOrder>> {
  if (requests.length === 0) return new Map();
  const references = await loadReferences(turn);
  const rebuilt = await Promise.all(
    requests.map((request) => rebuildOrder(turn, request, references, providerOf(request))),
  );
  return new Map(rebuilt.flatMap((it) => (it ? [[it.request.id, it] as const] : [])));
}

async function rebuildOrder(
  turn: Turn,
  request: KnownRequest,
  references: BatchReferences,
  provider: Provider | null,
): Promise<RebuiltOrder | null> {
  const { context, batch } = turn;
  const { render } = batch.spec;
  if (!provider) return null;
  try {
    const name = { provider: provider.id, model: request.model ?? render.model };
    const model = findModel(name, context.catalogue);
    const asOrdered = { ...batch, spec: { ...batch.spec, render: { ...render, ...name } } };
    const planned = await planAll(turn, asOrdered, references, provider, model);
    const same = planned.find(({ key }) => key === request.key);
    if (same) return { request: withFrames(request, same), order: orderOf(same, request) };
    const alike = planned.find(({ frames }) => isSame(frames, request.frames));
    context.log.warn(
      { story: batch.fence.story, request: request.id },
      'an order of the first release cannot be composed again; it is collected by its vendor id',
    );
    return alike ? { request, order: orderOf(alike, request) } : { request, order: plainOrder(batch, request, model) };
  } catch (error) {
    const { code, message } = asNextpanelError(error);
    context.log.warn({ story: batch.fence.story, request: request.id, code, message }, 'an order cannot be rebuilt');
    return null;
  }
}

/** Every request that the batch may have made, whichever panels were kept at that time. */
async function planAll(
  turn: Turn,
  batch: ClaimedBatch,
  references: BatchReferences,
  provider: Provider,
  model: Model,
): Promise<PlannedRequest[]> {
  const { panels, further, spec } = batch;
  const first = panels[0] ? await keptFrame(turn, panels[0]) : null;
  // Of that release every story names one size.
  const size = parseSize(spec.render.size);
  const plan = (round: Round) => planRequests(round, { ...batch, sizeOf: () => size }, provider, model);
  const singly = (from: BatchReferences): PlannedRequest[] =>
    plan({ method: 'panels', groups: [...panels, ...further].map((panel) => [panel]), references: from });
  // In a first batch the others may have been drawn from panel 1.
  const anchored = batch.number === 1 && first ? { ...references, anchor: first } : references;
  const planned = [...singly(references), ...(anchored === references ? [] : singly(anchored))];
  if (drawsSingly(spec.render.method)) return planned;
  let current = references;
  for (const group of splitBatch(model, spec.render.method, panels, countReferences(current))) {
    planned.push(...plan({ method: spec.render.method, groups: [group], references: current }), ...singly(current));
    const last = group.at(-1);
    const referenceFrame = last ? await keptFrame(turn, last) : null;
    if (!referenceFrame) break;
    current = { ...current, anchor: current.anchor ?? (batch.number === 1 ? first : null), referenceFrame };
  }
  return planned;
}

async function keptFrame({ context, kept }: Turn, { target, id }: ClaimedPanel): Promise<Picture | null> {
  const frame = kept.get(target);
  return frame ? loadFrame(context, id, frame) : null;
}

const countReferences = ({ cast, anchor, referenceFrame }: BatchReferences): number =>
  [...cast.values()].flat().length + (anchor ? 1 : 0) + (referenceFrame ? 1 : 0);

const isSame = (a: KnownRequest['frames'], b: KnownRequest['frames']): boolean =>
  a.length === b.length && a.every(({ target }, index) => target === b[index]?.target);

const withFrames = (request: KnownRequest, { frames, from, method }: PlannedRequest): KnownRequest => ({
  ...request,
  frames,
  from,
  method,
});

/** The planned request under the id and key it was ordered with. */
function orderOf(planned: PlannedRequest, { id, key }: KnownRequest): Order {
  const { model, method, size, quality, language, recoverable, prompt, panels, references, referenceFrame } = planned;
  return { id, key, model, method, size, quality, language, recoverable, prompt, panels, references, referenceFrame };
}

/** As much as is stored of a request whose panels are not those of any request this batch makes today. */
function plainOrder({ panels, spec }: ClaimedBatch, { id, key, frames }: KnownRequest, model: Model): Order {
  const { render, language } = spec;
  return {
    id,
    key,
    model,
    method: frames.length === 1 ? 'panels' : render.method,
    size: parseSize(render.size),
    quality: render.quality,
    language,
    recoverable: render.recoverable,
    prompt: '',
    panels: frames.map(({ panel }) => {
      const known = panels.find((it) => it.id === panel);
      return { number: known?.number ?? 0, prompt: known?.spec.prompt ?? '', characters: [] };
    }),
    references: [],
    referenceFrame: null,
  };
}
