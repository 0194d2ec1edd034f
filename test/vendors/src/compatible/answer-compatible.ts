import { pictureFormats } from '../drawing/order.ts';
import type { Emulator } from '../emulator.ts';
import type { Operation } from '../faults/fault-facts.ts';
import type { MetFault } from '../faults/fault-queue.ts';
import { meetFault } from '../faults/meet-fault.ts';
import { credentialOf, judgeKey } from '../http/check-key.ts';
import { bytes, type Call, json, type Reply } from '../http/reply.ts';
import { answerImages } from '../images-api/answer-images.ts';
import type { ImagesVendor } from '../images-api/images-vendor.ts';
import { openaiFaultReply, openaiRefusal } from '../openai/openai-images.ts';
import { answerOddly, answerTask } from './odd-answers.ts';

/** The answer to a refusing fault: what gateways and frameworks say, otherwise OpenAI's. */
function compatibleFaultReply(fault: MetFault, call: Call): Reply {
  switch (fault.name) {
    case 'error-in-success':
      return json(200, { error: { message: 'Upstream request failed', code: 'upstream_timeout' } });
    case 'nothing-drawn':
      return json(200, { data: [], usage: { total_tokens: 0 } });
    case 'edits-missing':
      return json(404, { error: { code: '404', message: 'Resource not found' } });
    case 'rejected-setting':
      return json(400, {
        statusCode: 400,
        error: 'Bad Request',
        message: 'body/size must be equal to one of the allowed values',
      });
    default:
      return openaiFaultReply(fault, call);
  }
}

/** A self-hosted server: any model, any parameter, no key unless the emulator was given keys, no price. */
const compatibleImages: ImagesVendor = {
  vendor: 'openai-compatible',
  formats: pictureFormats,
  jsonEdits: false,
  strict: false,
  refuseKey(emulator, { headers }) {
    const flaw = judgeKey(emulator, 'openai-compatible', credentialOf(headers.authorization, 'Bearer') ?? '');
    const keyless = emulator.keys['openai-compatible'] === undefined;
    return flaw === null || keyless ? null : json(401, { detail: 'Invalid API key' });
  },
  chooseModel: (_, name = 'default') => ({ id: name, family: '2', shutdownDate: null }),
  refusal: openaiRefusal,
  faultReply: compatibleFaultReply,
  headers: ({ requestId }) => ({ 'x-request-id': requestId }),
  shape: ({ compatible, media, base }, { created, data, usage, output_format }) => ({
    created,
    data: compatible.url
      ? data.map(({ b64_json }) => {
          const name = media.put(Buffer.from(b64_json, 'base64'), `image/${output_format}`);
          return { url: `${base()}/compatible/files/${name}` };
        })
      : data,
    ...(compatible.usage && { usage }),
  }),
  oddly: answerOddly,
};

const tasks = '/compatible/v1/tasks/';

/** The purpose of a request under `/compatible`. */
export const compatibleOperation = ({ method, path }: Call): Operation =>
  path.startsWith('/compatible/files/')
    ? 'media'
    : method === 'POST'
      ? 'order'
      : path.startsWith(tasks)
        ? 'poll'
        : 'list';

/** Everything under `/compatible`: a self-hosted server with the base URL `/compatible/v1`. */
export async function answerCompatible(emulator: Emulator, call: Call): Promise<Reply> {
  const { method, path } = call;
  if (method === 'POST' && /^\/compatible\/v1\/images\/(generations|edits)$/.test(path)) {
    return answerImages(emulator, compatibleImages, call);
  }
  const struck = {
    vendor: 'openai-compatible',
    operation: compatibleOperation(call),
    path,
    model: '',
    prompt: '',
  } as const;
  return meetFault(
    emulator,
    struck,
    (fault) => compatibleFaultReply(fault, call),
    async () => {
      if (path === '/compatible/v1/models')
        return json(200, { object: 'list', data: [{ id: 'default', object: 'model' }] });
      if (path.startsWith(tasks)) return answerTask(emulator, decodeURIComponent(path.slice(tasks.length)));
      const file = emulator.media.get(/^\/compatible\/files\/(.+)$/.exec(path)?.[1] ?? '');
      return file === undefined ? json(404, { detail: 'Not Found' }) : bytes(200, file.bytes, file.mime);
    },
  );
}
