import type { Emulator } from '../emulator.ts';
import { readForm } from '../http/read-form.ts';
import { bytes, type Call, json, type Reply } from '../http/reply.ts';
import { ImagesApiError } from '../images-api/images-api-error.ts';
import { openaiHeaders } from './openai-images.ts';

const purposes = ['vision', 'batch', 'user_data', 'assistants'];

/** `POST /v1/files`, then `GET` and `DELETE /v1/files/{id}` and its `/content`. Files are kept until the emulator stops. */
export async function answerFiles(emulator: Emulator, call: Call, [id, content]: string[]): Promise<Reply> {
  if (id === undefined) return store(emulator, call);
  const file = emulator.media.get(id);
  if (file === undefined) throw new ImagesApiError({ status: 404, param: 'id', message: `No such File object: ${id}` });
  if (call.method === 'DELETE') {
    return json(200, { id, object: 'file', deleted: emulator.media.delete(id) }, openaiHeaders(call));
  }
  return content === 'content'
    ? bytes(200, file.bytes, file.mime)
    : json(200, fileObject(id, file.bytes.length, id, 'vision'), openaiHeaders(call));
}

async function store(emulator: Emulator, call: Call): Promise<Reply> {
  const form = await readForm(call);
  const file = form?.files.find(({ name }) => name === 'file');
  const purpose = form?.fields.purpose ?? '';
  if (file === undefined) throw new ImagesApiError({ param: 'file', message: "'file' is a required property" });
  if (!purposes.includes(purpose)) {
    throw new ImagesApiError({ param: 'purpose', message: `'${purpose}' is not one of ${purposes.join(', ')}` });
  }
  const id = `file-${call.requestId.replaceAll('-', '').slice(0, 24)}`;
  emulator.media.putAs(id, file.bytes, file.mime);
  return json(200, fileObject(id, file.bytes.length, file.fileName, purpose), openaiHeaders(call));
}

const fileObject = (id: string, size: number, filename: string, purpose: string) => ({
  id,
  object: 'file',
  bytes: size,
  created_at: Math.floor(Date.now() / 1_000),
  filename,
  purpose,
  status: 'processed',
});
