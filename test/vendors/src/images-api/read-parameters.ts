import { type PictureFormat, pictureFormats } from '../drawing/order.ts';
import { ImagesApiError, unknownParameterError } from './images-api-error.ts';

/** Parameters of an order, all checked. */
export interface ImageParameters {
  readonly prompt: string;
  readonly model: string | undefined;
  readonly n: number;
  readonly size: string;
  readonly quality: string;
  readonly background: string;
  readonly format: PictureFormat;
  readonly compression: number;
  readonly stream: boolean;
  readonly partialImages: number;
  /** As given: some models refuse them. */
  readonly inputFidelity: unknown;
  readonly complexity: unknown;
}

type Given = Readonly<Record<string, unknown>>;

const shared = (
  'prompt model n size quality background output_format output_compression user stream partial_images ' +
  'safety_identifier complexity frame_count frame_duration_ms svg'
).split(' ');

/** Text parameters of each kind of request; pictures are read separately. */
const known = {
  generations: [...shared, 'moderation'],
  'edits-form': [...shared, 'input_fidelity'],
  'edits-json': [...shared, 'input_fidelity', 'moderation', 'images', 'mask'],
} as const;

export type RequestKind = keyof typeof known;

const promptMax = 32_000;

/**
 * Checks parameters as OpenAI does, in JSON or as form text. Throws `unknown_parameter`, `missing_required_parameter` and
 * `invalid_value`, each naming its parameter. A lenient server (`strict: false`) ignores what it does not know.
 */
export function readParameters(given: Given, kind: RequestKind, strict: boolean): ImageParameters {
  const names: readonly string[] = known[kind];
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (strict && unknown !== undefined) throw unknownParameterError(unknown);
  const read = readerOf(given);
  const prompt = read.text('prompt');
  if (prompt === undefined) {
    throw new ImagesApiError({
      code: 'missing_required_parameter',
      param: 'prompt',
      message: "Missing required parameter: 'prompt'.",
    });
  }
  if (prompt.length === 0 || prompt.length > promptMax) {
    refuse('prompt', `expected a string with 1 to ${promptMax} characters, but got ${prompt.length}`);
  }
  const format = read.oneOf('output_format', pictureFormats, 'png');
  const background = read.oneOf('background', ['auto', 'opaque', 'transparent'], 'auto');
  if (background === 'transparent' && format === 'jpeg') {
    throw new ImagesApiError({
      code: 'invalid_value',
      param: 'background',
      message: "Transparent background requires output_format 'png' or 'webp'.",
    });
  }
  const stream = read.flag('stream');
  const n = read.integer('n', 1, 10, 1);
  if (stream && n > 1) throw new ImagesApiError({ message: 'Streaming is only supported with n=1.', param: 'stream' });
  read.oneOf('moderation', ['auto', 'low'], 'auto');
  return {
    prompt,
    model: read.text('model'),
    n,
    size: read.text('size') ?? 'auto',
    quality: read.text('quality') ?? 'auto',
    background,
    format,
    compression: read.integer('output_compression', 0, 100, 100),
    stream,
    partialImages: read.integer('partial_images', 0, 3, 0),
    inputFidelity: given.input_fidelity ?? undefined,
    complexity: given.complexity ?? undefined,
  };
}

function refuse(param: string, why: string): never {
  throw new ImagesApiError({ code: 'invalid_value', param, message: `Invalid '${param}': ${why}.` });
}

/** Form parts are text: numbers and flags arrive as words. */
function readerOf(given: Given) {
  const text = (name: string): string | undefined => {
    const value = given[name] ?? undefined;
    if (value !== undefined && typeof value !== 'string') refuse(name, `expected a string, but got ${typeof value}`);
    return value;
  };
  return {
    text,
    oneOf<T extends string>(name: string, values: readonly T[], usual: T): T {
      const value = text(name) ?? usual;
      const found = values.find((it) => it === value);
      return found ?? refuse(name, `'${value}'. Supported values are: ${values.join(', ')}`);
    },
    integer(name: string, least: number, most: number, usual: number): number {
      const value = given[name] ?? usual;
      const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
      if (typeof number !== 'number' || !Number.isInteger(number)) return refuse(name, 'expected an integer');
      return number < least || number > most ? refuse(name, `expected ${least} to ${most}, but got ${number}`) : number;
    },
    flag(name: string): boolean {
      const value = given[name] ?? false;
      if (value === true || value === 'true') return true;
      return value === false || value === 'false' ? false : refuse(name, 'expected a boolean');
    },
  };
}
