import type { Emulator } from '../emulator.ts';
import { type Call, json, type Reply } from '../http/reply.ts';
import { answerImages } from '../images-api/answer-images.ts';
import { azureImages } from './azure-images.ts';

const v1 = /^\/openai\/v1\/images\/(generations|edits)$/;
const dated = /^\/openai\/deployments\/([^/]+)\/images\/(generations|edits)$/;

/** Everything under `/openai`: the v1 path, where the body names the deployment, and the dated path, which contains it. */
export async function answerAzure(emulator: Emulator, call: Call): Promise<Reply> {
  if (call.method !== 'POST') return notFound();
  if (v1.test(call.path)) return answerImages(emulator, azureImages, call);
  const deployment = dated.exec(call.path)?.[1];
  // Without a version Azure has no such path. (From memory: no page documents the answer.)
  if (deployment === undefined || !/^\d{4}-\d{2}-\d{2}(-preview)?$/.test(call.query.get('api-version') ?? '')) {
    return notFound();
  }
  return answerImages(emulator, azureImages, call, decodeURIComponent(deployment));
}

const notFound = () => json(404, { error: { code: '404', message: 'Resource not found' } });
