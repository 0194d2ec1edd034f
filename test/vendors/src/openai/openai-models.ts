import type { Emulator } from '../emulator.ts';
import { type Call, json, type Reply } from '../http/reply.ts';
import { type ImageModel, livingModel, openaiModels } from '../images-api/models.ts';
import { modelMissing } from './openai-faults.ts';
import { openaiHeaders } from './openai-images.ts';

/** `GET /v1/models` and `/v1/models/{id}`, with `shutdown_date`. */
export function answerModels({ today }: Emulator, call: Call, [id]: string[]): Reply {
  if (id === undefined) {
    const living = openaiModels.filter((it) => livingModel(it.id, today) !== undefined);
    return json(200, { object: 'list', data: living.map(modelObject) }, openaiHeaders(call));
  }
  const model = livingModel(id, today);
  if (model === undefined) throw modelMissing(id);
  return json(200, modelObject(model), openaiHeaders(call));
}

const modelObject = ({ id, shutdownDate }: ImageModel) => ({
  id,
  object: 'model',
  created: 1_780_000_000,
  owned_by: 'system',
  shutdown_date: shutdownDate,
});
