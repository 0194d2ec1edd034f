import { type Order, pictureFormats } from '../../drawing/order.ts';
import type { Emulator } from '../../emulator.ts';
import type { Call } from '../../http/reply.ts';
import { readJson } from '../../images-api/answer-images.ts';
import { chargeOf } from '../../images-api/charge.ts';
import { checkForModel } from '../../images-api/check-for-model.ts';
import { ImagesApiError, unknownParameterError } from '../../images-api/images-api-error.ts';
import { livingModel } from '../../images-api/models.ts';
import { readParameters } from '../../images-api/read-parameters.ts';
import { openPicture, readJsonMask, receive } from '../../images-api/read-pictures.ts';
import { readSize } from '../../images-api/sizes.ts';
import { clientHeadersOf } from '../../ledger.ts';
import { modelMissing } from '../openai-faults.ts';
import { openaiHeaders } from '../openai-images.ts';
import { countAsked } from './count-asked.ts';

const bodyKeys = (
  'model input tools background store max_tool_calls tool_choice reasoning instructions metadata ' +
  'parallel_tool_calls include safety_identifier user truncation service_tier text temperature top_p ' +
  'max_output_tokens prompt_cache_key stream previous_response_id'
).split(' ');

const toolKeys = (
  'type action background complexity input_fidelity input_image_mask model moderation output_compression ' +
  'output_format partial_images quality size'
).split(' ');

/** Reads the body of `POST /v1/responses`, which must have the image_generation tool and no other. */
export async function readResponseOrder(
  emulator: Emulator,
  call: Call,
  jobId: string,
): Promise<{ body: Record<string, unknown>; order: Order }> {
  const body = readJson(call);
  const strange = Object.keys(body).find((key) => !bodyKeys.includes(key));
  if (strange !== undefined) throw unknownParameterError(strange);
  if (typeof body.model !== 'string' || body.model.startsWith('gpt-image')) {
    throw new ImagesApiError({
      param: 'model',
      message: 'A mainline model is required; name the image model in the tool.',
    });
  }
  for (const name of ['stream', 'previous_response_id']) {
    if (body[name]) throw new ImagesApiError({ param: name, message: `'${name}' is not emulated.` });
  }
  const tool = readTool(body.tools);
  const { prompt, pictures } = readInput(body.input, body.instructions);
  const references = await Promise.all(
    pictures.map(async (picture, index) => {
      const name = `input[${index}]`;
      return receive(emulator, { name, fileName: '', mime: '', bytes: await openPicture(emulator, picture, name) });
    }),
  );
  if (tool.action === 'edit' && references.length === 0) {
    throw new ImagesApiError({ param: 'tools[0].action', message: 'There is no image in context to edit.' });
  }
  const { type: _type, action: _action, input_image_mask: masked, ...drawing } = tool;
  const asked = readParameters({ ...drawing, prompt }, 'edits-json', true);
  const mask = await readJsonMask(emulator, masked, 'tools[0].input_image_mask', references[0]);
  const name = asked.model ?? 'gpt-image-2.6-sunburst';
  const model = livingModel(name, emulator.today);
  if (model === undefined) throw modelMissing(name);
  checkForModel(asked, model, pictureFormats);
  const size = readSize(asked.size, model, references);
  const most = typeof body.max_tool_calls === 'number' ? body.max_tool_calls : Infinity;
  const { quality, format, compression } = asked;
  const charged = { model, prompt, references, quality, size, partialImages: 0 };
  const order: Order = {
    vendor: 'openai',
    endpoint: call.path,
    model: model.id,
    prompt,
    references,
    mask,
    n: Math.min(countAsked(prompt), most),
    size,
    format,
    compression,
    requestId: openaiHeaders(call)['x-request-id'] ?? '',
    jobId,
    headers: clientHeadersOf(call.headers),
    charge: (images) => chargeOf({ ...charged, images }),
  };
  return { body, order };
}

function readTool(tools: unknown): Record<string, unknown> {
  const [tool, ...others] = Array.isArray(tools) ? (tools as Record<string, unknown>[]) : [];
  if (tool?.type !== 'image_generation' || others.length > 0) {
    throw new ImagesApiError({ param: 'tools', message: 'Only the image_generation tool is emulated.' });
  }
  const strange = Object.keys(tool).find((key) => !toolKeys.includes(key));
  if (strange !== undefined) throw unknownParameterError(`tools[0].${strange}`);
  return tool;
}

/** All texts joined, and all pictures in order. */
function readInput(input: unknown, instructions: unknown): { prompt: string; pictures: unknown[] } {
  const texts = typeof instructions === 'string' ? [instructions] : [];
  const pictures: unknown[] = [];
  const messages = typeof input === 'string' ? [{ content: input }] : Array.isArray(input) ? input : [];
  for (const { content } of messages as { content?: unknown }[]) {
    if (typeof content === 'string') texts.push(content);
    for (const part of Array.isArray(content) ? (content as Record<string, unknown>[]) : []) {
      if (part.type === 'input_text') texts.push(String(part.text));
      else if (part.type === 'input_image') pictures.push(part);
      else
        throw new ImagesApiError({
          code: 'invalid_value',
          param: 'input',
          message: `Invalid value: '${String(part.type)}'.`,
        });
    }
  }
  if (texts.length === 0) {
    throw new ImagesApiError({
      code: 'missing_required_parameter',
      param: 'input',
      message: "Missing required parameter: 'input'.",
    });
  }
  return { prompt: texts.join('\n'), pictures };
}
