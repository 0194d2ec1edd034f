import { composePrompt, type DrawRequest, type Picture, type Provider, parseSize, requestKey } from '@nextpanel/core';
import type { ClaimedBatch, ClaimedPanel } from '@nextpanel/store';

/** The pictures that go along with every request of a batch. */
export interface BatchReferences {
  /** References of the characters, by character id. */
  readonly cast: ReadonlyMap<string, readonly Picture[]>;
  readonly anchor: Picture | null;
  readonly referenceFrame: Picture | null;
}

/**
 * The requests that draw these panels of a batch, one per panel. References go in order of importance: the pictures of the
 * characters present, the anchor, the reference frame. When the model takes fewer, cast pictures go first from the back:
 * never the anchor or the reference frame.
 */
export function planRequests(
  tenant: string,
  batch: Pick<ClaimedBatch, 'spec'>,
  panels: readonly ClaimedPanel[],
  references: BatchReferences,
  provider: Pick<Provider, 'id' | 'parameters'>,
  maxReferences: number,
): DrawRequest[] {
  const { spec } = batch;
  const seen = new Map<string, number>();
  const names = new Map(spec.characters.map(({ id, name }) => [id, name]));
  return panels.map((panel) => {
    const chain = [references.anchor, references.referenceFrame].filter((picture) => picture !== null);
    const distinct = chain.filter(
      (picture, index) => chain.findIndex(({ sha256 }) => sha256 === picture.sha256) === index,
    );
    const cast = panel.spec.characters
      .flatMap((id) => references.cast.get(id) ?? [])
      .slice(0, Math.max(0, maxReferences - distinct.length));
    const request = {
      model: spec.render.model,
      method: spec.render.method,
      size: parseSize(spec.render.size),
      quality: spec.render.quality,
      recoverable: spec.render.recoverable,
      language: spec.language,
      prompt: composePrompt(spec, panel.spec),
      panels: [
        {
          number: panel.number,
          prompt: panel.spec.prompt,
          characters: panel.spec.characters.map((id) => ({ id, name: names.get(id) ?? id })),
        },
      ],
      references: [...cast, ...distinct],
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
