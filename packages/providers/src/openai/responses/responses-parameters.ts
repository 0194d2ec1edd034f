import { type Model, NextpanelError, type Order } from '@nextpanel/core';
import type { ResponseCreateParamsNonStreaming, ResponseInputImage } from 'openai/resources/responses/responses';
import { type Asked, imagesParameters, picturesAsked } from '../../openai-family/images-parameters.ts';

/** The language model a request goes through; null: it goes to the Images API. Throws `method_unavailable`. */
export function languageModelFor(
  model: Model,
  { method, recoverable }: Pick<Asked, 'method' | 'recoverable'>,
): string | null {
  // A vendor batch is found again anyway.
  if (method === 'economy' || (method !== 'series' && !recoverable)) return null;
  if (model.responses !== null) return model.responses.model;
  if (method !== 'series') return null;
  throw new NextpanelError('method_unavailable', `model "${model.id}" cannot draw by "series"; use panels`, {
    detail: { pointer: '/render/method' },
  });
}

/** What is sent beside prompt and references. */
export function responsesParameters(model: Model, request: Asked) {
  // The tool has no `n` (it answers 400), and reads no `response_format`.
  const { n: _n, response_format: _format, ...drawing } = imagesParameters(model, request);
  const pictures = picturesAsked(request);
  return {
    model: languageModelFor(model, request) ?? '',
    tools: [{ type: 'image_generation', model: model.id, ...drawing }],
    // The model decides how often it draws; this is how often it may, and so what can be spent.
    max_tool_calls: pictures,
    ...(pictures > 1
      ? // A developer got eight coherent pictures this way; with less effort it was one composite.
        { reasoning: { effort: 'high' }, tool_choice: 'auto' }
      : { tool_choice: { type: 'image_generation' } }),
  } as const;
}

const onePicture =
  'Draw exactly what is described, with one call of the image tool. Change nothing, add nothing, write no text.';

const placeOf = ({ file_id, image_url }: ResponseInputImage) =>
  file_id ? { file_id } : { image_url: image_url ?? '' };

/** The body of `POST /v1/responses`: in the background, and stored, so that it can be asked for until it is done. */
export function responseBody(
  request: Order,
  references: readonly ResponseInputImage[],
  mask?: ResponseInputImage,
): ResponseCreateParamsNonStreaming {
  const { tools, ...parameters } = responsesParameters(request.model, request);
  return {
    ...(parameters as unknown as Pick<ResponseCreateParamsNonStreaming, 'model'>),
    tools: tools.map((tool) => ({ ...tool, ...(mask && { input_image_mask: placeOf(mask) }) })) as NonNullable<
      ResponseCreateParamsNonStreaming['tools']
    >,
    input: [{ role: 'user', content: [{ type: 'input_text', text: request.prompt }, ...references] }],
    ...(picturesAsked(request) === 1 && { instructions: onePicture }),
    background: true,
    store: true,
    metadata: { request: request.id },
  };
}
