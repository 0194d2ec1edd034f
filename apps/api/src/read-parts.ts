import multipart, { type Multipart } from '@fastify/multipart';
import { changeError, NextpanelError } from '@nextpanel/core';
import { type Context, fileName, replacePaths, storeAsset, type WrittenStory } from '@nextpanel/pipeline';
import type { FastifyRequest } from 'fastify';
import { type DocumentSource, decode, documentFormats } from './accept-documents.ts';
import { readDocument } from './read-spec.ts';
import type { Server } from './server.ts';

const pictureBytesMax = 16 * 1024 * 1024;
/** All pictures of a request together. */
const bytesMax = 50 * 1024 * 1024;
const filesMax = 100;
const storyField = 'story';

/** Makes a scope take stories together with their pictures, as a form of several parts (RFC 7578). */
export async function acceptParts(scope: Server): Promise<void> {
  await scope.register(multipart, {
    throwFileSizeLimit: false,
    limits: { fileSize: pictureBytesMax, fieldSize: pictureBytesMax, files: filesMax, fields: 2, headerPairs: 50 },
  });
}

/**
 * The story in the part `story`; its pictures are the other parts, each kept as an asset under the name of its file. Pictures are stored as they
 * come, one at a time in memory. Throws `invalid`, `unparsable`, `too_large`, and like `storeAsset`.
 */
export async function readParts(
  context: Pick<Context, 'parsing' | 'state' | 'artifacts' | 'imaging' | 'pictureWork'>,
  request: FastifyRequest,
): Promise<WrittenStory> {
  const assets = new Map<string, string>();
  const { tenant } = request;
  let document: DocumentSource | null = null;
  let total = 0;
  for await (const part of partsOf(request)) {
    const bytes = part.type === 'file' ? await bytesOf(part) : Buffer.from(String(part.value));
    total += bytes.byteLength;
    if (total > bytesMax) throw tooLarge('the parts have more than 50 MiB together');
    if (part.fieldname === storyField) {
      if (document !== null) throw invalid('there are several parts "story"; send one');
      document = { text: decode(bytes), format: documentFormats.get(part.mimetype) ?? 'yaml', tenant };
      continue;
    }
    const name = part.type === 'file' ? fileName(part.filename) : '';
    if (name === '') throw invalid(`the part "${part.fieldname.slice(0, 100)}" is not a file with a name`);
    if (assets.has(name)) throw invalid(`two files have the name ${name.slice(0, 100)}; give each its own`);
    assets.set(name, (await storeAsset(context, { tenant, bytes }).catch((error: unknown) => refuse(name, error))).id);
  }
  if (document === null) throw invalid('there is no part "story"; send the story in it, as YAML or JSON');
  return readDocument(context, document, (spec) => replacePaths(spec, assets));
}

async function* partsOf(request: FastifyRequest): AsyncGenerator<Multipart> {
  try {
    yield* request.parts();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code.endsWith('_LIMIT') || code === 'FST_REQ_FILE_TOO_LARGE')
      throw tooLarge(`at most ${filesMax} pictures of 16 MiB each, and nothing else but the story`);
    // Only reading fails here: what is done with a part does not come back to the generator.
    unreadable(error);
  }
}

async function bytesOf(part: Extract<Multipart, { type: 'file' }>): Promise<Buffer> {
  const bytes = await part.toBuffer().catch(unreadable);
  if (part.file.truncated) throw tooLarge(`${part.filename.slice(0, 100)} has more than 16 MiB`);
  return bytes;
}

/** Of many pictures the one that is refused is named. */
function refuse(name: string, error: unknown): never {
  if (!(error instanceof NextpanelError)) throw error;
  throw changeError(error, { message: `${name.slice(0, 100)}: ${error.message}` });
}

const tooLarge = (message: string) => new NextpanelError('too_large', message);
const invalid = (message: string) => new NextpanelError('invalid', message);

function unreadable(cause: unknown): never {
  throw new NextpanelError('unparsable', 'the form is broken; send multipart/form-data (RFC 7578) with its boundary', {
    cause,
  });
}
