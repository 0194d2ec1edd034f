import {
  askedSize,
  checkSize,
  chooseQuality,
  formatSize,
  type Model,
  NextpanelError,
  type Order,
  planContactSheet,
} from '@nextpanel/core';

/** What a request becomes at fal: where it goes and its input, but for prompt and pictures. Part of the request's key. */
export interface FalParameters {
  readonly endpoint: string;
  readonly input: Readonly<Record<string, unknown>>;
}

type Asked = Pick<Order, 'method' | 'size' | 'quality' | 'panels' | 'references' | 'seed' | 'extra'>;

/**
 * Pure. Throws `size_unsupported` or `quality_unsupported` when the model cannot draw it, and `invalid_request` for a method
 * or for references it does not take; submit has judged all of them before.
 */
export function falParameters(model: Model, request: Asked): FalParameters {
  const endpoint = chooseEndpoint(model, request);
  const quality = chooseQuality(model, request.quality);
  const { sends } = model;
  return {
    endpoint,
    input: {
      ...(sends.size !== false && sizeInput(model, request)),
      ...(quality !== null && { quality }),
      ...(sends.n && { num_images: countImages(model, request) }),
      ...(sends.outputFormat && { output_format: model.formats[0] }),
      ...(sends.inputFidelity !== null && request.references.length > 0 && { input_fidelity: sends.inputFidelity }),
      // Otherwise a prompt that speaks of several pictures yields several for each of `num_images`.
      ...(endpoint.includes('/nano-banana') && { limit_generations: true }),
      ...(sends.seed && request.seed !== undefined && { seed: request.seed }),
      ...(sends.extra && request.extra),
    },
  };
}

function chooseEndpoint(model: Model, { method, references }: Asked): string {
  if (!model.methods.includes(method)) throw unfit(model, `does not draw by "${method}"`);
  if (model.endpoints === null) throw unfit(model, 'has no endpoint in the catalogue');
  if (references.length === 0) return model.endpoints.generate;
  if (model.endpoints.edit === null) throw unfit(model, 'takes no reference pictures');
  return model.endpoints.edit;
}

const unfit = ({ id }: Model, why: string) =>
  new NextpanelError('invalid_request', `model "${id}" ${why}; choose another model`);

/** Explicit pixels, never a preset or `auto`: edits would be drawn in the shape of their first reference. */
function sizeInput(model: Model, { method, size, panels }: Asked): Readonly<Record<string, unknown>> {
  const wanted = method === 'contact-sheet' ? planContactSheet(model.size, size, panels.length).size : size;
  const asked = askedSize(model.size, wanted) ?? checkSize(model, wanted);
  if (asked.kind === 'ratio') return { aspect_ratio: asked.aspectRatio, resolution: asked.resolution };
  // Models with a list of sizes take them as text, the others as an object.
  return { image_size: model.size.rule === 'fixed' ? formatSize(asked.pixels) : { ...asked.pixels } };
}

/** How many pictures the request is for: frames of `one-call`, as far as one call of the model goes; else one. */
export function countImages(model: Pick<Model, 'imagesPerCall'>, { method, panels, references }: Asked): number {
  if (method !== 'one-call') return 1;
  return Math.min(panels.length, model.imagesPerCall[references.length > 0 ? 'edit' : 'generate']);
}
