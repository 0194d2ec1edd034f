import {
  chooseQuality,
  formatSize,
  type Model,
  type Order,
  type PixelSize,
  planContactSheet,
  type Quality,
} from '@nextpanel/core';

/** A request before it has a key: what decides the parameters. */
export type Asked = Omit<Order, 'id' | 'key' | 'model'>;

/** What is sent to an Images API beside prompt, model and references. */
export interface ImagesParameters {
  readonly size?: string;
  readonly n?: number;
  readonly quality?: Quality;
  readonly output_format?: 'png' | 'jpeg' | 'webp';
  readonly response_format?: 'b64_json';
  readonly input_fidelity?: 'low' | 'high';
  readonly moderation?: 'low';
  readonly seed?: number;
}

/** How many pictures a request asks for: a contact sheet is one. */
export const picturesAsked = ({ method, panels }: Pick<Asked, 'method' | 'panels'>): number =>
  method === 'contact-sheet' ? 1 : panels.length;

/** The size to ask for, in pixels: of a frame, or of the sheet that holds them. */
export const pictureSize = (model: Model, { method, size, panels }: Asked): PixelSize =>
  method === 'contact-sheet' ? planContactSheet(model.size, size, panels.length).size : size;

/** The parameters the model knows; what its catalogue entry does not say it takes is not sent. */
export function imagesParameters(model: Model, request: Asked): ImagesParameters {
  const { sends } = model;
  const quality = chooseQuality(model, request.quality);
  const n = picturesAsked(request);
  return {
    ...(sends.size !== false && { size: formatSize(pictureSize(model, request)) }),
    ...(sends.n && n > 1 && { n }),
    ...(quality !== null && { quality }),
    ...(sends.outputFormat && { output_format: model.formats[0] }),
    ...(sends.responseFormat && { response_format: 'b64_json' as const }),
    ...(sends.inputFidelity !== null && request.references.length > 0 && { input_fidelity: sends.inputFidelity }),
    ...(sends.moderation && request.moderation && { moderation: request.moderation }),
    ...(sends.seed && request.seed !== undefined && { seed: request.seed }),
    ...(sends.extra && request.extra),
  };
}
