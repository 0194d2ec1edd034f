import { Base64Picture } from '../read-json.ts';

/** Where a picture is: in the answer, or at an address (a URL, or a path at the server). */
export type AnsweredPicture =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'url'; readonly url: string };

/**
 * Members that hold the list of pictures, the usual first: OpenAI `data`; Stable Diffusion web UIs, fal and SiliconFlow `images`;
 * Replicate `output`; evolink `results`; Kling `task_result`; DashScope `output.results`.
 */
const lists = [
  'data',
  'images',
  'output',
  'outputs',
  'results',
  'result',
  'task_result',
  'artifacts',
  'image_urls',
  'urls',
];
/** Members of one picture whose text is base64, however short, unless it is a data URL. */
const encoded = ['b64_json', 'b64', 'base64', 'image_base64'];
/** Members of one picture that say where it is, or hold it. */
const holders = ['url', 'image_url', 'image', 'uri', 'path'];
const deepest = 5;

const dataUrl = /^data:[^,]*;base64,/;
const address = /^(https?:\/\/|\/|\.\/)[^\s]+$/;
/** A bare string is taken for base64 from this length on: a tiny PNG has some 90 characters, words have spaces. */
const shortestBase64 = 64;
const base64 = /^[A-Za-z0-9+/_\s-]+={0,2}\s*$/;

/**
 * The pictures of an answer in their places, null where there is none; null if the answer has no list of pictures. It is read
 * leniently, because servers that call themselves compatible differ in the names of members, not in what they mean.
 */
export function findPictures(answer: unknown, depth = 0): (AnsweredPicture | null)[] | null {
  if (Array.isArray(answer)) return answer.map((it) => pictureOf(it));
  if (depth > deepest) return null;
  const alone = pictureOf(answer);
  if (alone !== null) return [alone];
  for (const name of lists) {
    const found = findPictures(fieldsOf(answer)[name], depth + 1);
    if (found !== null) return found;
  }
  return null;
}

/** The bytes of a picture that stands in an answer. */
export const bytesOf = (inline: string | Base64Picture): Uint8Array =>
  typeof inline === 'string' ? Buffer.from(inline.replace(dataUrl, ''), 'base64') : inline.bytes;

export const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};

function pictureOf(value: unknown, depth = 0): AnsweredPicture | null {
  if (value instanceof Base64Picture) return inline(value);
  if (typeof value === 'string') {
    if (dataUrl.test(value)) return inline(value);
    if (address.test(value) && !looksLikeBase64(value)) return { kind: 'url', url: value };
    return looksLikeBase64(value) ? inline(value) : null;
  }
  if (typeof value !== 'object' || value === null || depth > deepest) return null;
  // apimart gives each picture a list of addresses.
  if (Array.isArray(value)) return depth > 0 ? pictureOf(value[0], depth + 1) : null;
  const fields = fieldsOf(value);
  for (const name of encoded) {
    const held = fields[name];
    const found = typeof held === 'string' ? inline(held) : pictureOf(held, depth + 1);
    if (found !== null) return found;
  }
  for (const name of holders) {
    const found = pictureOf(fields[name], depth + 1);
    if (found !== null) return found;
  }
  return null;
}

/** Long, and of base64's letters alone; an address of a path may be, too, but every JPEG begins with `/9j/`. */
const looksLikeBase64 = (value: string): boolean =>
  value.length >= shortestBase64 && base64.test(value) && (!address.test(value) || value.startsWith('/9j/'));

function inline(value: string | Base64Picture): AnsweredPicture | null {
  const bytes = bytesOf(value);
  return bytes.length > 0 ? { kind: 'bytes', bytes } : null;
}
