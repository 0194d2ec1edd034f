import { pictureFormats } from '../drawing/order.ts';
import type { Emulator } from '../emulator.ts';
import type { MetFault } from '../faults/fault-queue.ts';
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
  refuseKey: refuseOpenaiKey,
  chooseModel({ today }, name, call) {
    if (name === undefined) {
      const message = "Missing required parameter: 'model'.";
      const code = 'missing_required_parameter';
      return openaiRefusal(new ImagesApiError({ code, param: 'model', message }), call);
    }
    return livingModel(name, today) ?? openaiRefusal(modelMissing(name), call);
  },
  refusal: openaiRefusal,
  faultReply: openaiFaultReply,
  headers: openaiHeaders,
  shape: (_, answer) => answer,
};

/** The answer to a call without a valid key; null if the key is valid. */
export function refuseOpenaiKey(emulator: Emulator, call: Call): Reply | null {
  const key = credentialOf(call.headers.authorization, 'Bearer');
  const flaw = judgeKey(emulator, 'openai', key);
  if (flaw === null) return null;
  const message =
    "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).";
  return openaiRefusal(flaw === 'wrong' ? wrongKey(key ?? '') : new ImagesApiError({ status: 401, message }), call);
}

/** OpenAI's answer to a refusing fault. */
export function openaiFaultReply(fault: MetFault, call: Call): Reply {
  const refusal = openaiErrorOf(fault);
  if (!('error' in refusal)) return refusal;
  const reply = openaiRefusal(refusal.error, call);
  return { ...reply, headers: { ...reply.headers, ...refusal.headers } };
}

/** Headers of every answer. The limits are only there to be parsed; nothing enforces them. */
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

/** OpenAI's error envelope. */
export function openaiRefusal(error: ImagesApiError, call: Call): Reply {
  return json(error.status, { error: error.body }, openaiHeaders(call));
}
