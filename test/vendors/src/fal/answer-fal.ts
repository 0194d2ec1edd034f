import type { Emulator } from '../emulator.ts';
import type { Operation } from '../faults/fault-facts.ts';
import { meetFault } from '../faults/meet-fault.ts';
import { credentialOf, judgeKey } from '../http/check-key.ts';
import { type Call, json, type Reply } from '../http/reply.ts';
import { answerQueue, queueOperation } from './answer-queue.ts';
import { answerMedia, initiateUpload } from './answer-storage.ts';
import { falFaultReply } from './fal-faults.ts';
import { answerHistory } from './fal-history.ts';
import type { FalJobs } from './fal-jobs.ts';
import type { Webhooks } from './webhooks.ts';

const queueHosts = ['queue.fal.run'];
const restHosts = ['rest.fal.ai', 'rest.alpha.fal.ai'];
const apiHosts = ['api.fal.ai'];
const mediaHosts = ['v3b.fal.media', 'v3.fal.media', 'fal.media'];

/** Whether `/{host}/…` is addressed to one of fal's hosts. */
export const isFalHost = (host: string): boolean =>
  [...queueHosts, ...restHosts, ...apiHosts, ...mediaHosts].includes(host);

const splitHost = ({ path }: Call): [host: string, rest: string] => {
  const [, host = ''] = path.split('/');
  return [host, path.slice(host.length + 1)];
};

/** The purpose of a request to one of fal's hosts. */
export function falOperation(call: Call): Operation {
  const [host, path] = splitHost(call);
  if (queueHosts.includes(host)) return queueOperation(call, path);
  if (apiHosts.includes(host)) return 'history';
  if (mediaHosts.includes(host)) return call.method === 'PUT' ? 'upload' : 'media';
  return path.startsWith('/.well-known/') ? 'list' : 'upload';
}

/** All of fal, in a gateway's form: `https://queue.fal.run/x` is `/queue.fal.run/x`. */
export async function answerFal(emulator: Emulator, jobs: FalJobs, webhooks: Webhooks, call: Call): Promise<Reply> {
  const reply = await answerHost(emulator, jobs, webhooks, call);
  return { ...reply, headers: { 'x-fal-request-id': call.requestId, ...reply.headers } };
}

async function answerHost(emulator: Emulator, jobs: FalJobs, webhooks: Webhooks, call: Call): Promise<Reply> {
  const [host, path] = splitHost(call);
  const operation = falOperation(call);
  const open = mediaHosts.includes(host) || operation === 'list';
  const flaw = open ? null : judgeKey(emulator, 'fal', credentialOf(call.headers.authorization, 'Key'));
  if (flaw !== null) {
    const detail = flaw === 'missing' ? 'Authentication is required.' : 'Cannot access application: invalid key.';
    return json(401, { detail });
  }
  if (queueHosts.includes(host)) return answerQueue(emulator, jobs, webhooks, call, path);
  const struck = { vendor: 'fal', operation, path: call.path, model: '', prompt: '' } as const;
  return meetFault(emulator, struck, falFaultReply, async () => {
    if (mediaHosts.includes(host)) return answerMedia(emulator, call, path);
    if (apiHosts.includes(host)) {
      const known = path === '/v1/models/requests/by-endpoint' && call.method === 'GET';
      return known ? answerHistory(emulator.fal, jobs, call) : json(404, { detail: 'Not Found' });
    }
    if (path === '/.well-known/jwks.json') return json(200, webhooks.jwks);
    if (path === '/storage/upload/initiate' && call.method === 'POST') return initiateUpload(emulator, call);
    return json(404, { detail: 'Not Found' });
  });
}
