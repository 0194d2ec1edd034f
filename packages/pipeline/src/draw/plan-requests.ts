import { randomUUID } from 'node:crypto';
import {
  type AvailableReferences,
  type DrawRequest,
  findRecipe,
  type Method,
  type Model,
  type Order,
  type Picture,
  type Provider,
  parseSize,
  presentIn,
  requestKey,
} from '@nextpanel/core';
import type { ClaimedBatch, ClaimedPanel, KnownRequest, OrderedFrame } from '@nextpanel/store';

/** The pictures there are for the requests of a batch. */
export type BatchReferences = AvailableReferences<Picture>;

/** Requests to be made side by side, with the same pictures: each group of panels is one request. */
export interface Round {
  readonly method: Method;
  readonly groups: readonly (readonly ClaimedPanel[])[];
  readonly references: BatchReferences;
}

/** A new request and where its frames go. */
export interface PlannedRequest extends DrawRequest {
  readonly frames: readonly OrderedFrame[];
  /** The anchor and the batch's reference frame among its references. */
  readonly from: KnownRequest['from'];
  /** 0; n for the n-th retake. */
  readonly redraw: number;
  /** The key the same request has as the first drawing, where this one is a retake of a single panel. */
  readonly firstKey?: string;
  /** The same request as another retake, under that retake's key. */
  asRedraw(redraw: number): PlannedRequest;
}

/** The requests of a round, with the references that go along, see `orderReferences`. Throws `prompt_too_long`. */
export function planRequests(
  { method, groups, references }: Round,
  batch: Pick<ClaimedBatch, 'spec' | 'reference' | 'tenant'>,
  provider: Pick<Provider, 'id' | 'parameters'>,
  model: Model,
): PlannedRequest[] {
  const { spec } = batch;
  const recipe = findRecipe(spec.recipe);
  const size = parseSize(spec.render.size);
  const seen = new Map<string, string[]>();
  const names = new Map(spec.characters.map(({ id, name }) => [id, name]));
  return groups.map((group) => {
    const present = presentIn(group.map((panel) => panel.spec));
    const ordered = recipe.orderReferences(references, present, model.maxReferences, ({ sha256 }) => sha256);
    const [first, ...others] = group.map((panel) => ({ ...panel.spec, number: panel.number }));
    if (!first) throw new Error('a request draws at least one panel');
    const request: Omit<DrawRequest, 'id' | 'key'> = {
      model,
      method,
      size,
      quality: spec.render.quality,
      recoverable: spec.render.recoverable,
      language: spec.language,
      prompt: recipe.composePrompt({
        story: spec,
        method,
        panels: [first, ...others],
        references: ordered.map(({ roles }) => roles),
        // Along the chain, which moving panels in the book does not change.
        panelsSinceReference: batch.reference ? (group[0]?.place ?? 0) : 0,
        size,
        model,
      }),
      panels: group.map((panel) => ({
        number: panel.number,
        prompt: panel.spec.prompt,
        characters: panel.spec.characters.map((id) => ({ id, name: names.get(id) ?? id })),
      })),
      references: ordered.map(({ picture }) => picture),
      referenceFrame: references.referenceFrame,
    };
    const inputs = {
      tenant: batch.tenant,
      provider: provider.id,
      model: spec.render.model,
      parameters: { method, ...provider.parameters(request) },
      prompt: request.prompt,
      references: request.references.map(({ sha256 }) => sha256),
    };
    // Panels that ask for the same get pictures of their own; further takes of one panel differ by `redraw`.
    const base = requestKey({ ...inputs, redraw: 0, occurrence: 0 });
    const panels = group.map(({ id }) => id).join();
    const alike = seen.get(base) ?? [];
    if (!alike.includes(panels)) seen.set(base, [...alike, panels]);
    const occurrence = (seen.get(base) as string[]).indexOf(panels);
    const keyOf = (redraw: number) =>
      redraw === 0 && occurrence === 0 ? base : requestKey({ ...inputs, redraw, occurrence });
    const from = wentAlong(request, references, batch);
    const plan = (redraw: number): PlannedRequest => ({
      ...request,
      id: randomUUID(),
      key: keyOf(redraw),
      frames: group.map((panel) => ({ panel: panel.id, slot: panel.slot, art: panel.art, redraw: panel.redraw })),
      from,
      redraw,
      ...(redraw > 0 && group.every(({ further }) => !further) && { firstKey: keyOf(0) }),
      asRedraw: plan,
    });
    return plan(Math.max(...group.map((panel) => panel.redraw)));
  });
}

/** Which of the story's anchor and the batch's reference frame a request carries. */
function wentAlong(
  { references }: Pick<Order, 'references'>,
  { anchor, referenceFrame }: BatchReferences,
  { reference }: Pick<ClaimedBatch, 'reference'>,
): KnownRequest['from'] {
  const carried = (picture: { readonly sha256: string } | null | undefined) =>
    picture && references.some(({ sha256 }) => sha256 === picture.sha256) ? picture.sha256 : null;
  return {
    anchor: carried(anchor),
    // A later request of the same batch continues from the one before it, and through that from the batch's reference frame.
    reference: carried(reference?.frame) ?? (carried(referenceFrame) && (reference?.frame.sha256 ?? null)),
  };
}
