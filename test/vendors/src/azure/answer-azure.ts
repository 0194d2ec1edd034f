import type { Emulator } from '../emulator.ts';
import type { Operation } from '../faults/fault-facts.ts';
import { meetFault } from '../faults/meet-fault.ts';
import { type Call, json, type Reply } from '../http/reply.ts';
import { answerImages } from '../images-api/answer-images.ts';
import { azureFaultReply } from './azure-faults.ts';
import { azureImages } from './azure-images.ts';

const v1 = /^\/openai\/v1\/images\/(generations|edits)$/;
const dated = /^\/openai\/deployments\/([^/]+)\/images\/(generations|edits)$/;

const models = /^\/openai\/(v1\/)?models$/;

/** The purpose of a request under `/openai`. */
export const azureOperation = ({ method }: Call): Operation => (method === 'POST' ? 'order' : 'list');

/** Everything under `/openai`: the v1 path, where the body names the deployment, and the dated path, which contains it. */
export async function answerAzure(emulator: Emulator, call: Call): Promise<Reply> {
  if (call.method === 'GET' && models.test(call.path)) return listModels(emulator, call);
  if (call.method !== 'POST') return notFound();
  if (v1.test(call.path)) return answerImages(emulator, azureImages, call);
  const deployment = dated.exec(call.path)?.[1];
  // Without a version Azure has no such path. (From memory: no page documents the answer.)
  if (deployment === undefined || !/^\d{4}-\d{2}-\d{2}(-preview)?$/.test(call.query.get('api-version') ?? '')) {
    return notFound();
  }
  return answerImages(emulator, azureImages, call, decodeURIComponent(deployment));
}

function listModels(emulator: Emulator, call: Call): Promise<Reply> {
  const struck = { vendor: 'azure', operation: 'list', path: call.path, model: '', prompt: '' } as const;
  const data = Object.keys(emulator.deployments).map((id) => ({ id, object: 'model' }));
  return meetFault(emulator, struck, azureFaultReply, async () => json(200, { object: 'list', data }));
}

const notFound = () => json(404, { error: { code: '404', message: 'Resource not found' } });
