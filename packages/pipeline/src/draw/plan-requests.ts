import {
  type AvailableReferences,
  composePrompt,
  type DrawRequest,
  type Model,
  orderReferences,
  type Picture,
  type Provider,
  parseSize,
  requestKey,
} from '@nextpanel/core';
import type { ClaimedBatch, ClaimedPanel } from '@nextpanel/store';

/** The pictures there are for the requests of a batch. */
export type BatchReferences = AvailableReferences<Picture>;

/** The requests that draw these panels of a batch, one per panel, with the references that go along, see `orderReferences`. */
export function planRequests(
  tenant: string,
  batch: Pick<ClaimedBatch, 'spec' | 'reference'>,
  panels: readonly ClaimedPanel[],
  references: BatchReferences,
  provider: Pick<Provider, 'id' | 'parameters'>,
  model: Model,
): DrawRequest[] {
  const { spec } = batch;
  const seen = new Map<string, number>();
  const names = new Map(spec.characters.map(({ id, name }) => [id, name]));
  return panels.map((panel) => {
    const ordered = orderReferences(references, panel.spec.characters, model.maxReferences, ({ sha256 }) => sha256);
    const size = parseSize(spec.render.size);
    const request = {
      model: spec.render.model,
      method: spec.render.method,
      size,
      quality: spec.render.quality,
      recoverable: spec.render.recoverable,
      language: spec.language,
      prompt: composePrompt({
        story: spec,
        method: spec.render.method,
        panels: [{ ...panel.spec, number: panel.number }],
        references: ordered.map(({ roles }) => roles),
        referencePanel: batch.reference?.panel ?? null,
        size,
        model,
      }),
      panels: [
        {
          number: panel.number,
          prompt: panel.spec.prompt,
          characters: panel.spec.characters.map((id) => ({ id, name: names.get(id) ?? id })),
        },
      ],
      references: ordered.map(({ picture }) => picture),
      referenceFrame: references.referenceFrame,
    };
    const inputs = {
      tenant,
      provider: provider.id,
      model: request.model,
      parameters: provider.parameters(request),
      prompt: request.prompt,
      references: request.references.map(({ sha256 }) => sha256),
      redraw: 0,
    };
    const first = requestKey({ ...inputs, occurrence: 0 });
    const occurrence = seen.get(first) ?? 0;
    seen.set(first, occurrence + 1);
    return { ...request, key: occurrence === 0 ? first : requestKey({ ...inputs, occurrence }) };
  });
}
