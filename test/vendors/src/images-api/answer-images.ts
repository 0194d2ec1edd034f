import { drawOrder } from '../drawing/draw-order.ts';
import type { DrawnPicture, Order } from '../drawing/order.ts';
import type { Emulator } from '../emulator.ts';
import type { MetFault } from '../faults/fault-queue.ts';
import { meetFault } from '../faults/meet-fault.ts';
import { readForm } from '../http/read-form.ts';
import { type Call, event, events, json, type Reply, textOf } from '../http/reply.ts';
import { clientHeadersOf } from '../ledger.ts';
import { chargeOf } from './charge.ts';
import { checkForModel } from './check-for-model.ts';
import { ImagesApiError } from './images-api-error.ts';
import type { ImagesVendor } from './images-vendor.ts';
import type { ImageModel } from './models.ts';
import { type ImageParameters, readParameters } from './read-parameters.ts';
import { type EditPictures, readFormPictures, readJsonMask, readJsonPictures } from './read-pictures.ts';
import { readSize } from './sizes.ts';

/**
 * `POST …/images/generations` and `…/images/edits`: checks the order as the vendor does, then draws it, unless a fault
 * is due. Orders that are refused anyway use up no fault.
 *
 * @param deployment the name of the model in the path (Azure)
 */
export async function answerImages(
  emulator: Emulator,
  vendor: ImagesVendor,
  call: Call,
  deployment?: string,
): Promise<Reply> {
  try {
    const keyRefused = vendor.refuseKey(emulator, call);
    if (keyRefused !== null) return keyRefused;
    const { parameters, ...pictures } = await readOrder(emulator, vendor, call);
    const model = vendor.chooseModel(emulator, deployment ?? parameters.model, call);
    if ('status' in model) return model;
    if (vendor.strict) checkForModel(parameters, model, vendor.formats);
    const order = orderOf(emulator, vendor, call, parameters, model, pictures);
    const { model: modelId, prompt } = order;
    const struck = {
      vendor: vendor.vendor,
      operation: 'order',
      path: call.path,
      model: modelId,
      prompt,
      isLine: vendor.batch !== undefined,
    } as const;
    const room = emulator.rates.take(vendor.vendor, order.n);
    if (room.refused) return tooMany(vendor, call, room.retryAfterMs);
    return await meetFault(
      emulator,
      struck,
      (fault) => vendor.faultReply(fault, call),
      async (fault) => {
        const edit = call.path.endsWith('/edits');
        if (parameters.stream) return stream(emulator, vendor, call, { order, asked: parameters, fault, edit });
        const drawn = await drawOrder(emulator, order, fault);
        const answer = answerOf(order, parameters, drawn);
        const odd = fault && vendor.oddly?.(emulator, fault.name, answer, edit);
        return odd || json(200, vendor.shape(emulator, answer), vendor.headers(call));
      },
    );
  } catch (error) {
    if (error instanceof ImagesApiError) return vendor.refusal(error, call);
    throw error;
  }
}

function tooMany(vendor: ImagesVendor, call: Call, retryAfterMs: number | null): Reply {
  const name = retryAfterMs === null ? 'rate-limited' : 'rate-limited-ms';
  return {
    ...vendor.faultReply({ name, stage: 'refuse', ms: Math.ceil(retryAfterMs ?? 0) }, call),
    fault: 'rate-window',
  };
}

async function readOrder(emulator: Emulator, { jsonEdits, strict }: ImagesVendor, call: Call) {
  const edit = call.path.endsWith('/edits');
  const form = edit ? await readForm(call) : null;
  if (form !== null) {
    const parameters = readParameters(form.fields, 'edits-form', strict);
    return { parameters, ...(await readFormPictures(emulator, form)) };
  }
  if (edit && !(jsonEdits && (call.headers['content-type'] ?? '').startsWith('application/json'))) {
    const type = call.headers['content-type'] ?? '';
    throw new ImagesApiError({
      code: 'unsupported_content_type',
      message: `Invalid Content-Type header (${type}), expected multipart/form-data.`,
    });
  }
  const body = readJson(call);
  const parameters = readParameters(body, edit ? 'edits-json' : 'generations', strict);
  if (!edit) return { parameters, references: [], mask: null };
  const references = await readJsonPictures(emulator, body.images);
  return { parameters, references, mask: await readJsonMask(emulator, body.mask, 'mask', references[0]) };
}

export function readJson({ body }: Call): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body.toString());
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {}
  throw new ImagesApiError({ message: 'We could not parse the JSON body of your request.' });
}

function orderOf(
  { compatible }: Emulator,
  { vendor, headers: answerHeaders, batch }: ImagesVendor,
  call: Call,
  asked: ImageParameters,
  model: ImageModel,
  { references, mask }: EditPictures,
): Order {
  const self = vendor === 'openai-compatible' ? compatible : null;
  const size = readSize(self?.size ?? asked.size, model, references);
  const { prompt, quality, partialImages, format, compression } = asked;
  return {
    vendor,
    endpoint: call.path,
    model: model.id,
    prompt,
    references,
    mask,
    n: self?.ignoresN === true ? 1 : asked.n,
    size,
    format,
    compression,
    requestId: answerHeaders(call)['x-request-id'] ?? '',
    jobId: batch?.id ?? null,
    headers: clientHeadersOf(call.headers),
    charge: (images) => {
      const charge = chargeOf({ model, prompt, references, quality, size, images, partialImages });
      return { ...charge, costUsd: self === null ? charge.costUsd * (batch?.share ?? 1) : 0 };
    },
  };
}

function answerOf(
  { size, charge }: Order,
  { background, format, quality }: ImageParameters,
  pictures: readonly DrawnPicture[],
) {
  return {
    created: Math.floor(Date.now() / 1_000),
    background: background === 'auto' ? 'opaque' : background,
    output_format: format,
    quality: quality === 'auto' ? 'medium' : quality,
    size: `${size.width}x${size.height}`,
    data: pictures.map(({ bytes }) => ({ b64_json: Buffer.from(bytes).toString('base64') })),
    usage: charge(pictures.length).usage,
  };
}

interface Streamed {
  readonly order: Order;
  readonly asked: ImageParameters;
  readonly fault: MetFault | null;
  readonly edit: boolean;
}

/** Server-sent events of one picture: partial images, then the final one. Drawn while the client is already reading. */
function stream(emulator: Emulator, vendor: ImagesVendor, call: Call, streamed: Streamed): Reply {
  const { order, asked, fault, edit } = streamed;
  const kind = edit ? 'image_edit' : 'image_generation';
  const drawing = drawOrder(emulator, order, fault);
  drawing.catch(() => undefined);
  async function* parts() {
    const pictures = await drawing;
    if (fault?.stage === 'withhold') {
      const { error } = JSON.parse(textOf(vendor.faultReply(fault, call))) as { error: unknown };
      yield event({ type: 'error', error }, 'error');
      return;
    }
    const { data, usage, created, ...rest } = answerOf(order, asked, pictures);
    const [item] = data;
    if (item === undefined) return;
    const about = { ...rest, created_at: created, b64_json: item.b64_json };
    for (let index = 0; index < asked.partialImages; index++) {
      const type = `${kind}.partial_image`;
      yield event({ type, ...about, partial_image_index: index }, type);
    }
    const type = `${kind}.completed`;
    yield event({ type, ...about, usage }, type);
  }
  const reply = events(parts());
  return { ...reply, headers: { ...reply.headers, ...vendor.headers(call) } };
}
