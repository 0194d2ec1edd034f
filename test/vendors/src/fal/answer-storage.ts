import type { Emulator } from '../emulator.ts';
import { newMediaName } from '../http/media-store.ts';
import { bytes, type Call, json, type Reply } from '../http/reply.ts';

/** `POST …/storage/upload/initiate`: where to upload a file, and its future address. Nothing is stored yet. */
export function initiateUpload({ base }: Emulator, { body }: Call): Reply {
  const { content_type: mime, file_name: fileName } = JSON.parse(body.toString() || '{}') as Record<string, unknown>;
  if (typeof mime !== 'string' || typeof fileName !== 'string') {
    return json(422, { detail: [{ loc: ['body', 'content_type'], msg: 'Field required', type: 'missing' }] });
  }
  const name = newMediaName(mime);
  return json(200, {
    upload_url: `${base()}/v3b.fal.media/upload/${name}?signature=emulated`,
    file_url: `${base()}/v3b.fal.media/files/${name}`,
  });
}

/** `PUT` of the bytes, which needs no key, and `GET` of any file: pictures are public until they expire. */
export function answerMedia({ media }: Emulator, { method, body, headers }: Call, path: string): Reply {
  const [, place, name = ''] = /^\/(upload|files)\/([\w.]+)$/.exec(path) ?? [];
  if (place === 'upload' && method === 'PUT') {
    media.putAs(name, body, headers['content-type'] ?? 'application/octet-stream');
    return json(200, {});
  }
  const file = place === 'files' && method === 'GET' ? media.get(name) : undefined;
  return file === undefined ? json(404, { detail: 'File not found' }) : bytes(200, file.bytes, file.mime);
}
