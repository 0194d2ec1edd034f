import { Base64Picture } from '../read-json.ts';
import { fieldsOf } from './fields-of.ts';
import { isBlocked } from './is-blocked.ts';

/** Where a picture is: in the answer, or at an address (a URL, or a path at the server). */
export type AnsweredPicture = (
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'url'; readonly url: string }
) & {
  /** The server marked it as blocked by its content rules. */
  readonly blocked?: true;
};

/**
 * Members that hold the list of pictures, the usual first: OpenAI `data`; Stable Diffusion web UIs, fal and SiliconFlow `images`;
 * Replicate `output`; evolink `results`; Kling `task_result`; DashScope `output.results`; Stability `artifacts`; Vertex
 * `predictions`; Gemini `candidates`.
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
  'predictions',
  'candidates',
  'image_urls',
  'urls',
];
/** Members of one picture whose text is base64, however short, unless it is a data URL. */
const encoded = ['b64_json', 'b64', 'base64', 'image_base64', 'bytesBase64Encoded'];
/** Members of one picture that say where it is, or hold it. */
const holders = ['url', 'image_url', 'image', 'uri', 'path'];
/** The same where they may also hold a list: in an entry of one. OpenAI's Responses `result`; Gemini `content.parts[].inlineData.data`. */
const holdersOfEntry = [...holders, 'result', 'content', 'parts', 'inlineData', 'inline_data', 'data'];
const deepest = 5;

const dataUrl = /^data:[^,]*;base64,/;
const address = /^(https?:\/\/|\/|\.\/)[^\s]+$/;
/** A bare string is taken for base64 from this length on: a tiny PNG has some 90 characters, words have spaces. */
const shortestBase64 = 64;
const base64 = /^[A-Za-z0-9+/_\r\n-]+={0,2}\s*$/;

/**
 * The pictures of an answer in their places, null where there is none; null if the answer has no list of pictures. It is read
 * leniently, because servers that call themselves compatible differ in the names of members, not in what they mean.
 */
export function findPictures(answer: unknown, depth = 0): (AnsweredPicture | null)[] | null {
  if (Array.isArray(answer)) return picturesIn(answer);
  if (typeof answer === 'string' && depth === 0) return alone(answer);
  if (depth > deepest) return null;
  const only = alone(answer);
  if (only !== null) return only;
  for (const name of lists) {
    const found = findPictures(fieldsOf(answer)[name], depth + 1);
    if (found !== null) return found;
  }
  return null;
}

/** Null for a list of something else. */
function picturesIn(entries: readonly unknown[]): (AnsweredPicture | null)[] | null {
  const pictures = entries.map((entry) => marked(pictureOf(entry, holdersOfEntry), entry));
  return pictures.some((it) => it !== null) || entries.every(isGap) ? pictures : null;
}

function alone(value: unknown): AnsweredPicture[] | null {
  const picture = marked(pictureOf(value, holders), value);
  return picture && [picture];
}

const marked = (picture: AnsweredPicture | null, entry: unknown): AnsweredPicture | null =>
  picture && isBlocked(entry) ? { ...picture, blocked: true } : picture;

/** Whether an entry of a list of pictures says that there is none: it is nothing, or a known member of it is empty. */
const isGap = (entry: unknown): boolean =>
  entry === null ||
  entry === '' ||
  [...encoded, ...holdersOfEntry].some((name) => [null, ''].includes(fieldsOf(entry)[name] as string | null));

/** The bytes of a picture that stands in an answer. */
export const bytesOf = (inline: string | Base64Picture): Uint8Array =>
  typeof inline === 'string' ? Buffer.from(inline.replace(dataUrl, ''), 'base64') : inline.bytes;

/** @param names of the members that are looked into */
function pictureOf(value: unknown, names: readonly string[], depth = 0): AnsweredPicture | null {
  if (value instanceof Base64Picture) return inline(value);
  if (typeof value === 'string') {
    if (dataUrl.test(value)) return inline(value);
    if (address.test(value) && !looksLikeBase64(value)) return { kind: 'url', url: value };
    return looksLikeBase64(value) ? inline(value) : null;
  }
  if (typeof value !== 'object' || value === null || depth > deepest) return null;
  // apimart gives each picture a list of addresses; Gemini puts words before it.
  if (Array.isArray(value)) return depth > 0 ? firstOf(value, (it) => pictureOf(it, names, depth + 1)) : null;
  const fields = fieldsOf(value);
  return (
    firstOf(encoded, (name) => {
      const held = fields[name];
      return typeof held === 'string' ? inline(held) : pictureOf(held, names, depth + 1);
    }) ?? firstOf(names, (name) => pictureOf(fields[name], names, depth + 1))
  );
}

function firstOf<Item>(items: readonly Item[], find: (item: Item) => AnsweredPicture | null): AnsweredPicture | null {
  for (const item of items) {
    const found = find(item);
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
