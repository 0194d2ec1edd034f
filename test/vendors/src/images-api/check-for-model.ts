import type { PictureFormat } from '../drawing/order.ts';
import { ImagesApiError, unknownParameterError } from './images-api-error.ts';
import { type ImageModel, qualitiesOf } from './models.ts';
import type { ImageParameters } from './read-parameters.ts';

/** Checks for what one model refuses although another accepts it. */
export function checkForModel(asked: ImageParameters, model: ImageModel, formats: readonly PictureFormat[]): void {
  const { family, id } = model;
  const { quality, background, format, inputFidelity, complexity } = asked;
  const qualities = ['auto', ...qualitiesOf(model)];
  if (!qualities.includes(quality)) {
    refuse('quality', `Invalid value: '${quality}'. Supported values are: ${qualities.join(', ')}.`);
  }
  if (!formats.includes(format)) {
    refuse('output_format', `Invalid value: '${format}'. Supported values are: ${formats.join(', ')}.`);
  }
  if (background === 'transparent' && family === '2') {
    refuse('background', 'Transparent background is not supported for this model.');
  }
  if (inputFidelity !== undefined && family !== '1' && family !== '1-mini') {
    refuse('input_fidelity', `The model '${id}' does not support the 'input_fidelity' parameter.`);
  }
  if (inputFidelity === 'high' && family === '1-mini') {
    refuse('input_fidelity', `The model '${id}' supports only 'low'.`);
  }
  if (complexity !== undefined && family !== '2.6') throw unknownParameterError('complexity');
}

function refuse(param: string, message: string): never {
  throw new ImagesApiError({ code: 'invalid_value', param, message });
}
