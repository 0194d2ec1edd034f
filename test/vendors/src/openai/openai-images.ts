import { pictureFormats } from '../drawing/order.ts';
import type { Emulator } from '../emulator.ts';
import { credentialOf, judgeKey } from '../http/check-key.ts';
import { type Call, json, type Reply } from '../http/reply.ts';
import { ImagesApiError } from '../images-api/images-api-error.ts';
import type { ImagesVendor } from '../images-api/images-vendor.ts';
import { livingModel } from '../images-api/models.ts';
import { modelMissing, openaiErrorOf, wrongKey } from './openai-faults.ts';

/** OpenAI's own Images API. */
export const openaiImages: ImagesVendor = {
  vendor: 'openai',
  formats: pictureFormats,
  jsonEdits: true,
  strict: true,
  checkKey: checkOpenaiKey,
  chooseModel({ today }, name) {
    if (name === undefined) {
      throw new ImagesApiError({
        code: 'missing_required_parameter',
        param: 'model',
        message: "Missing required parameter: 'model'.",
      });
    }
    const model = livingModel(name, today);
    if (model === undefined) throw modelMissing(name);
    return model;
  },
  refusal: openaiRefusal,
  errorOf: openaiErrorOf,
  headers: openaiHeaders,
  shape: (_, answer) => answer,
};

export function checkOpenaiKey(emulator: Emulator, { headers }: Call): void {
  const key = credentialOf(headers.authorization, 'Bearer');
  const flaw = judgeKey(emulator, 'openai', key);
  if (flaw === 'wrong') throw wrongKey(key ?? '');
  if (flaw === 'missing') {
    throw new ImagesApiError({
      status: 401,
      message:
        "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).",
    });
  }
}

export const openaiRefusal = (error: ImagesApiError, call: Call): Reply =>
  json(error.status, { error: error.body }, openaiHeaders(call));

/** Headers of every answer. The limits are numbers to parse; nothing enforces them. */
export function openaiHeaders({ requestId }: Call): Record<string, string> {
  return {
    'x-request-id': `req_${requestId.replaceAll('-', '')}`,
    'openai-processing-ms': '250',
    'openai-version': '2020-10-01',
    'x-ratelimit-limit-requests': '500',
    'x-ratelimit-remaining-requests': '499',
    'x-ratelimit-reset-requests': '120ms',
    'x-ratelimit-limit-tokens': '250000',
    'x-ratelimit-remaining-tokens': '248000',
    'x-ratelimit-reset-tokens': '480ms',
  };
}
