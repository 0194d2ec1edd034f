import type { Emulator } from '../emulator.ts';
import type { FaultName } from '../faults/fault-facts.ts';
import { event, events, json, type Reply } from '../http/reply.ts';
import type { ImagesAnswer } from '../images-api/images-vendor.ts';

/** Task ids are the names of pictures with this in front. */
const taskPrefix = 'task_';

/** A finished drawing in the form of a server that does not answer as OpenAI does; null: the fault does not concern the form. */
export function answerOddly(emulator: Emulator, fault: FaultName, answer: ImagesAnswer, edit: boolean): Reply | null {
  const { data } = answer;
  const inline = data.map(({ b64_json }) => `data:image/${answer.output_format};base64,${b64_json}`);
  const keep = () => data.map(({ b64_json }) => put(emulator, answer, b64_json));
  switch (fault) {
    case 'task-answer':
      return task(keep().map((name) => `${taskPrefix}${name}`));
    case 'task-without-route':
      return task(data.map((_, index) => `unlisted_${index + 1}`));
    case 'images-member':
      return json(200, { images: inline.map((url) => ({ url })) });
    case 'output-member':
      return json(200, { output: data.map(({ b64_json }) => b64_json) });
    case 'event-stream-answer':
      return events(finished(data, `${edit ? 'image_edit' : 'image_generation'}.completed`));
    case 'other-host-url':
      return json(200, { data: keep().map((name) => ({ url: elsewhere(emulator, name) })) });
    case 'file-path':
      return json(200, { data: data.map(() => ({ url: '/home/admin/.xinference/image/x.jpg', b64_json: null })) });
    case 'unknown-form':
      return json(200, { surprise: true });
    default:
      return null;
  }
}

/** `GET /tasks/{id}`: a task is done when it is asked for. */
export function answerTask(emulator: Emulator, id: string): Reply {
  const file = id.startsWith(taskPrefix) ? emulator.media.get(id.slice(taskPrefix.length)) : undefined;
  if (file === undefined) return json(404, { detail: 'Not Found' });
  const url = `data:${file.mime};base64,${Buffer.from(file.bytes).toString('base64')}`;
  return json(200, { code: 200, data: { id, status: 'completed', result: { images: [{ url: [url] }] } } });
}

const put = ({ media }: Emulator, { output_format }: ImagesAnswer, base64: string): string =>
  media.put(Buffer.from(base64, 'base64'), `image/${output_format}`);

const task = (ids: readonly string[]): Reply =>
  json(200, { code: 200, data: ids.map((id) => ({ status: 'submitted', task_id: id })) });

/** The same server by another name. */
const elsewhere = ({ base }: Emulator, name: string): string =>
  `${base().replace('127.0.0.1', 'localhost')}/compatible/files/${name}`;

async function* finished(data: ImagesAnswer['data'], type: string): AsyncGenerator<string> {
  for (const { b64_json } of data) yield event({ type, b64_json }, type);
}
