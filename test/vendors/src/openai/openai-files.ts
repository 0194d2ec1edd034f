import type { Emulator } from '../emulator.ts';
import { readForm } from '../http/read-form.ts';
import { bytes, type Call, json, type Reply } from '../http/reply.ts';
import { ImagesApiError } from '../images-api/images-api-error.ts';
import { openaiHeaders } from './openai-images.ts';

interface FileFacts {
  readonly fileName: string;
  readonly purpose: string;
  readonly createdAt: number;
}

/** Name and purpose of uploaded files, by the emulator that has them. */
const facts = new WeakMap<Emulator, Map<string, FileFacts>>();

const purposes = ['vision', 'batch', 'user_data', 'assistants'];

/** `POST` and `GET /v1/files`, then `GET` and `DELETE /v1/files/{id}` and its `/content`. Files are kept until the emulator stops. */
export async function answerFiles(emulator: Emulator, call: Call, [id, content]: string[]): Promise<Reply> {
  if (id === undefined) {
    return call.method === 'POST' ? store(emulator, call) : json(200, list(emulator, call), openaiHeaders(call));
  }
  const file = emulator.media.get(id);
  if (file === undefined) throw new ImagesApiError({ status: 404, param: 'id', message: `No such File object: ${id}` });
  if (call.method === 'DELETE') {
    return json(200, { id, object: 'file', deleted: emulator.media.delete(id) }, openaiHeaders(call));
  }
  return content === 'content'
    ? bytes(200, file.bytes, file.mime)
    : json(200, fileObject(emulator, id, file.bytes.length), openaiHeaders(call));
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
  const known = facts.get(emulator) ?? new Map<string, FileFacts>();
  facts.set(emulator, known.set(id, { fileName: file.fileName, purpose, createdAt: Math.floor(Date.now() / 1_000) }));
  return json(200, fileObject(emulator, id, file.bytes.length), openaiHeaders(call));
}

/** Newest first; those of a purpose, if it is named. */
function list(emulator: Emulator, { query }: Call) {
  const purpose = query.get('purpose');
  const data = [...(facts.get(emulator) ?? [])].toReversed().flatMap(([id, known]) => {
    const file = emulator.media.get(id);
    return file && (purpose === null || known.purpose === purpose) ? [fileObject(emulator, id, file.bytes.length)] : [];
  });
  return { object: 'list', data, has_more: false };
}

/** A file that the vendor wrote itself is the output of a batch. */
function fileObject(emulator: Emulator, id: string, size: number) {
  const { fileName = id, purpose = 'batch_output', createdAt = 0 } = facts.get(emulator)?.get(id) ?? {};
  return { id, object: 'file', bytes: size, created_at: createdAt, filename: fileName, purpose, status: 'processed' };
}
