import { openPictureUrl } from '../drawing/open-picture-url.ts';
import type { Emulator } from '../emulator.ts';
import type { Form, FormFile } from '../http/read-form.ts';
import type { ReceivedMask, ReceivedReference } from '../ledger.ts';
import { ImagesApiError, unknownParameterError } from './images-api-error.ts';

const mostReferences = 16;
const mostReferenceBytes = 50_000_000;
const mostUrlLength = 20_971_520;

/** The pictures of an edit, and its mask or null. */
export interface EditPictures {
  readonly references: readonly ReceivedReference[];
  readonly mask: ReceivedMask | null;
}

/** The pictures of a form: one `image`, or several `image[]`, in the order of its parts. `mask` and `markup` are checked. */
export async function readFormPictures(emulator: Emulator, { files }: Form): Promise<EditPictures> {
  const unknown = files.find(({ name }) => !['image', 'image[]', 'mask', 'markup'].includes(name));
  if (unknown !== undefined) throw unknownParameterError(unknown.name);
  const single = files.filter(({ name }) => name === 'image');
  const several = files.filter(({ name }) => name === 'image[]');
  if (single.length > 1 || (single.length === 1 && several.length > 0)) {
    throw new ImagesApiError({
      code: 'invalid_value',
      param: 'image',
      message: "Send one 'image', or several 'image[]', not both.",
    });
  }
  const named = (name: string) => files.filter((it) => it.name === name);
  if (named('mask').length > 0 && named('markup').length > 0) {
    throw new ImagesApiError({ param: 'markup', message: "'markup' cannot be combined with 'mask'." });
  }
  const references = await readAll(emulator, [...single, ...several]);
  const [overlay] = [...named('mask'), ...named('markup')];
  const received = overlay ? await receive(emulator, overlay) : null;
  if (overlay && received) requireSameSize(overlay.name, received, references[0]);
  return { references, mask: received && overlay?.name === 'mask' ? withoutBytes(received) : null };
}

function requireSameSize(param: string, overlay: ReceivedReference, first: ReceivedReference | undefined): void {
  if (first === undefined || (first.width === overlay.width && first.height === overlay.height)) return;
  throw new ImagesApiError({
    code: 'invalid_image_file',
    param,
    message: `The ${param} must have the size of the first image.`,
  });
}

/** The mask of a JSON body: `{image_url}` or `{file_id}`; null: it has none. */
export async function readJsonMask(
  emulator: Emulator,
  mask: unknown,
  param: string,
  first: ReceivedReference | undefined,
): Promise<ReceivedMask | null> {
  if (mask === undefined) return null;
  const bytes = await openPicture(emulator, mask, param);
  const received = await receive(emulator, { name: param, fileName: '', mime: '', bytes });
  requireSameSize(param, received, first);
  return withoutBytes(received);
}

const withoutBytes = ({ bytes: _bytes, ...mask }: ReceivedReference): ReceivedMask => mask;

/** The pictures of a JSON body: `[{image_url} | {file_id}]`, exactly one key each. */
export async function readJsonPictures(emulator: Emulator, images: unknown): Promise<ReceivedReference[]> {
  if (!Array.isArray(images)) throw missing('images');
  const files = await Promise.all(
    images.map(async (it: unknown, index): Promise<FormFile> => {
      const name = `images[${index}]`;
      return { name, fileName: '', mime: '', bytes: await openPicture(emulator, it, name) };
    }),
  );
  return readAll(emulator, files);
}

/** The picture behind `{image_url}` or `{file_id}`. */
export async function openPicture(emulator: Emulator, picture: unknown, param: string): Promise<Uint8Array> {
  const { image_url: url, file_id: file } = (picture ?? {}) as Record<string, unknown>;
  if ((typeof url === 'string') === (typeof file === 'string')) {
    throw new ImagesApiError({ code: 'invalid_value', param, message: 'Exactly one of image_url and file_id.' });
  }
  if (typeof url === 'string' && url.length > mostUrlLength) {
    throw new ImagesApiError({ code: 'string_above_max_length', param, message: 'image_url is too long.' });
  }
  const opened =
    typeof file === 'string' ? emulator.media.get(file)?.bytes : await openPictureUrl(emulator, String(url));
  if (opened == null) {
    throw new ImagesApiError({
      code: typeof file === 'string' ? 'image_file_not_found' : 'invalid_image_url',
      param,
      message: typeof file === 'string' ? `No such file: ${file}.` : 'Error while downloading the image.',
    });
  }
  return opened;
}

async function readAll(emulator: Emulator, files: readonly FormFile[]): Promise<ReceivedReference[]> {
  if (files.length === 0) throw missing('image');
  if (files.length > mostReferences) {
    throw new ImagesApiError({
      code: 'array_above_max_length',
      param: 'image',
      message: `Invalid 'image': array too long. Expected an array with maximum length ${mostReferences}, but got an array with length ${files.length} instead.`,
    });
  }
  return Promise.all(files.map((file) => receive(emulator, file)));
}

/** Identified by its bytes, not by its name; but a form part with the wrong type is refused, as at OpenAI. */
export async function receive(emulator: Emulator, { name, mime, bytes }: FormFile): Promise<ReceivedReference> {
  if (mime !== '' && !/^image\/(png|jpe?g|webp)$/.test(mime)) {
    throw new ImagesApiError({
      code: 'unsupported_file_mimetype',
      param: name,
      message: `Invalid file '${name}': unsupported mimetype ('${mime}'). Supported file formats are 'image/jpeg', 'image/png', and 'image/webp'.`,
    });
  }
  if (bytes.length >= mostReferenceBytes) {
    throw new ImagesApiError({ code: 'image_file_too_large', param: name, message: 'Images must be below 50MB.' });
  }
  return emulator.receiveReference(bytes).catch(() => {
    throw new ImagesApiError({
      type: 'image_generation_user_error',
      code: 'invalid_image_file',
      param: name,
      message: 'Invalid image file or mode for image, please check your image file.',
    });
  });
}

const missing = (param: string) =>
  new ImagesApiError({
    code: 'missing_required_parameter',
    param,
    message: `Missing required parameter: '${param}'.`,
  });
