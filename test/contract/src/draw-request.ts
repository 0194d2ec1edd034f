import { createHash, randomUUID } from 'node:crypto';
import type { DrawRequest, Picture } from '@nextpanel/core';
import { drawStoryboardFrame, inspectPicture } from '@nextpanel/imaging';

/** A real reference picture, different for every number. */
export async function drawPicture(number: number): Promise<Picture> {
  const bytes = await drawStoryboardFrame({
    width: 256,
    height: 256,
    number,
    prompt: `reference ${number}`,
    characters: [],
    language: 'en',
    reference: null,
    requestKey: createHash('sha256').update(String(number)).digest('hex'),
  });
  const facts = await inspectPicture(bytes);
  return { ...facts, bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

let requests = 0;

/** A request whose model is named; `direct` finds its catalogue entry. */
export type NamedRequest = Omit<DrawRequest, 'model'> & { readonly model: string };

/** A request for one panel, or what `changes` say. Each has its own id, key and prompt. */
export function drawRequest(changes: Partial<NamedRequest> & { readonly count?: number } = {}): NamedRequest {
  const { count = 1, ...given } = changes;
  requests += 1;
  const several = count > 1 ? `${count} separate images, one for each panel. ` : '';
  return {
    id: randomUUID(),
    key: createHash('sha256').update(`request ${requests}`).digest('hex'),
    model: 'gpt-image-2',
    method: 'panels',
    size: { width: 1024, height: 1024 },
    quality: 'low',
    language: 'en',
    recoverable: false,
    prompt: `${several}A hare runs, take ${requests}.`,
    panels: Array.from({ length: count }, (_, index) => ({
      number: index + 1,
      prompt: 'A hare runs.',
      characters: [],
    })),
    references: [],
    referenceFrame: null,
    ...given,
  };
}
