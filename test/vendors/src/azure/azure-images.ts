import type { Emulator } from '../emulator.ts';
import { credentialOf, judgeKey } from '../http/check-key.ts';
import { type Call, json, type Reply } from '../http/reply.ts';
import type { ImagesVendor } from '../images-api/images-vendor.ts';
import { livingModel } from '../images-api/models.ts';
import { azureFaultReply, deploymentMissing, passedFilter, wrongAzureKey } from './azure-faults.ts';

/** Azure's Images API: OpenAI's bodies, no WebP, edits as forms only, content filter results with every picture. */
export const azureImages: ImagesVendor = {
  vendor: 'azure',
  formats: ['png', 'jpeg'],
  jsonEdits: false,
  strict: true,
  refuseKey,
  chooseModel({ today, deployments }, name = '', call) {
    const stands = Object.hasOwn(deployments, name) ? deployments[name] : undefined;
    const model = stands === undefined ? undefined : livingModel(stands, today);
    return model ?? withHeaders(deploymentMissing(), call);
  },
  refusal: (error, call) => json(error.status, { error: error.body }, azureHeaders(call)),
  faultReply: (fault, call) => withHeaders(azureFaultReply(fault), call),
  headers: azureHeaders,
  shape: (_, { created, data, ...rest }) => ({
    created,
    ...rest,
    data: data.map((it) => ({ ...it, content_filter_results: passedFilter, prompt_filter_results: passedFilter })),
  }),
};

/** A key is sent as `api-key` or, like an Entra token, as Bearer. */
function refuseKey(emulator: Emulator, call: Call): Reply | null {
  const { 'api-key': own, authorization } = call.headers;
  const key = typeof own === 'string' ? own : credentialOf(authorization, 'Bearer');
  return judgeKey(emulator, 'azure', key) === null ? null : withHeaders(wrongAzureKey(), call);
}

const withHeaders = (reply: Reply, call: Call): Reply => ({
  ...reply,
  headers: { ...azureHeaders(call), ...reply.headers },
});

function azureHeaders({ requestId }: Call): Record<string, string> {
  return {
    'x-request-id': requestId,
    'apim-request-id': requestId,
    'x-ms-region': 'Sweden Central',
    'x-ratelimit-limit-requests': '5',
    'x-ratelimit-remaining-requests': '4',
  };
}
