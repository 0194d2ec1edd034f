import {
  type AvailableReferences,
  composePrompt,
  type DrawRequest,
  type Method,
  type Model,
  orderReferences,
  type Picture,
  type Provider,
  parseSize,
  presentIn,
  requestKey,
} from '@nextpanel/core';
import type { ClaimedBatch, ClaimedPanel } from '@nextpanel/store';

/** The pictures there are for the requests of a batch. */
export type BatchReferences = AvailableReferences<Picture>;

/** Requests to be made side by side, with the same pictures: each group of panels is one request. */
export interface Wave {
  readonly method: Method;
  readonly groups: readonly (readonly ClaimedPanel[])[];
  readonly references: BatchReferences;
}

/** A request and where its frames are kept. */
export interface PlannedRequest extends DrawRequest {
  /** For each panel of the request. */
  readonly slots: readonly string[];
  readonly redraw: number;
  /** The story's first frame, where there is one to go along. */
  readonly anchor: Picture | null;
  /** The key the same request has as another retake; 0 is the first drawing. */
  readonly keyOf: (redraw: number) => string;
}

/** The requests of a wave, with the references that go along, see `orderReferences`. Throws `prompt_too_long`. */
export function planRequests(
  { method, groups, references }: Wave,
  batch: Pick<ClaimedBatch, 'spec' | 'reference' | 'tenant'>,
  provider: Pick<Provider, 'id' | 'parameters'>,
  model: Model,
): PlannedRequest[] {
  const { spec } = batch;
  const size = parseSize(spec.render.size);
  const seen = new Map<string, string[]>();
  const names = new Map(spec.characters.map(({ id, name }) => [id, name]));
  return groups.map((group) => {
    const present = presentIn(group.map((panel) => panel.spec));
    const ordered = orderReferences(references, present, model.maxReferences, ({ sha256 }) => sha256);
    const [first, ...others] = group.map((panel) => ({ ...panel.spec, number: panel.number }));
    if (!first) throw new Error('a request draws at least one panel');
    const request = {
      model: spec.render.model,
      method,
      size,
      quality: spec.render.quality,
      recoverable: spec.render.recoverable,
      language: spec.language,
      prompt: composePrompt({
        story: spec,
        method,
        panels: [first, ...others],
        references: ordered.map(({ roles }) => roles),
        referencePanel: batch.reference?.panel ?? null,
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
      model: request.model,
      parameters: { method, ...provider.parameters(request) },
      prompt: request.prompt,
      references: request.references.map(({ sha256 }) => sha256),
    };
    // Panels that ask for the same get pictures of their own; further takes of one panel are told apart by `redraw`.
    const base = requestKey({ ...inputs, redraw: 0, occurrence: 0 });
    const panels = group.map(({ number }) => number).join();
    const alike = seen.get(base) ?? [];
    if (!alike.includes(panels)) seen.set(base, [...alike, panels]);
    const occurrence = (seen.get(base) as string[]).indexOf(panels);
    const keyOf = (redraw: number) => requestKey({ ...inputs, redraw, occurrence });
    const redraw = Math.max(...group.map((panel) => panel.redraw));
    return {
      ...request,
      key: keyOf(redraw),
      slots: group.map(({ slot }) => slot),
      redraw,
      anchor: references.anchor,
      keyOf,
    };
  });
}
