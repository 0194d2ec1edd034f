import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { SignAnswer, SignRequest } from './signing-messages.ts';

/**
 * Signs pictures with a library that this project does not depend on, in a process of its own: native code that crashes ends this process and
 * no other, and its memory is given back. It answers each `SignRequest` with a `SignAnswer`, and ends with its parent.
 */

/** What is used of `@contentauth/c2pa-node` 0.8. */
interface Library {
  readonly Builder: { withJson(manifest: object, settings: object): Builder };
  readonly Reader: { fromAsset(asset: Asset, settings: object): Promise<{ json(): Store } | null> };
  readonly LocalSigner: {
    newSigner(chain: Buffer, key: Buffer, algorithm: string, timestampUrl?: string): object;
  };
}
interface Builder {
  addIngredient(claim: string, asset: Asset): Promise<void>;
  sign(signer: object, input: Asset, output: { buffer: Buffer | null }): void;
}
interface Asset {
  readonly buffer: Buffer;
  readonly mimeType: string;
}
interface Store {
  readonly active_manifest?: string;
  readonly manifests?: Readonly<
    Record<
      string,
      { readonly ingredients?: readonly { readonly instance_id?: string; readonly relationship?: string }[] }
    >
  >;
  readonly validation_results?: {
    readonly activeManifest?: Readonly<Record<'success' | 'failure', readonly { readonly code: string }[]>>;
  };
}

/**
 * Thumbnails of eight frames would add two megabytes to a page. Nothing is asked of the network but the time stamp that the operator wants.
 */
const settings = {
  builder: { thumbnail: { enabled: false } },
  verify: { verifyAfterSign: false, remoteManifestFetch: false, ocspFetch: false },
};

/** What must hold of a page that was just signed. */
const needed = ['claimSignature.validated', 'assertion.dataHash.match'];
/** What may be found wrong with it: that this machine has no list of trusted roots. */
const expected = ['signingCredential.untrusted', 'timeStamp.untrusted'];

process.on('message', (request: SignRequest) => {
  void answer(request).then((it) => process.send?.(it));
});
process.on('disconnect', () => process.exit(0));

async function answer(request: SignRequest): Promise<SignAnswer> {
  const { number } = request;
  const failed = (what: 'module' | 'picture') => (error: unknown) => {
    const detail = error instanceof Error ? error.message : String(error);
    return { number, failed: { what, detail } };
  };
  const library = await load(request.module).catch(failed('module'));
  if ('failed' in library) return library;
  return sign(library, request).then((signed): SignAnswer => ({ number, signed }), failed('picture'));
}

async function load(folder: string): Promise<Library> {
  const { resolve } = createRequire(join(folder, 'package.json'));
  const library = (await import(pathToFileURL(resolve(folder)).href)) as Partial<Library>;
  if (!library.Builder || !library.Reader || !library.LocalSigner)
    throw new Error('it has no Builder, Reader and LocalSigner');
  return library as Library;
}

async function sign(library: Library, request: SignRequest): Promise<Buffer> {
  const { algorithm, chain, key, timestampUrl, picture, manifest, ingredients, frames } = request;
  const signer = library.LocalSigner.newSigner(
    Buffer.from(chain),
    Buffer.from(key),
    algorithm,
    ...(timestampUrl === null ? [] : [timestampUrl]),
  );
  const builder = library.Builder.withJson(manifest, settings);
  for (const [index, claim] of ingredients.entries())
    await builder.addIngredient(JSON.stringify(claim), assetOf(frames[index]));
  const output: { buffer: Buffer | null } = { buffer: null };
  builder.sign(signer, assetOf(picture), output);
  if (output.buffer === null) throw new Error('the library returned nothing');
  await verify(library, { bytes: output.buffer, mime: picture.mime }, ingredients);
  return output.buffer;
}

function assetOf(picture: SignRequest['picture'] | undefined): Asset {
  const { buffer, byteOffset, length } = picture?.bytes ?? new Uint8Array();
  return { buffer: Buffer.from(buffer, byteOffset, length), mimeType: picture?.mime ?? '' };
}

/** Reads back what was signed, as anyone would. */
async function verify(
  { Reader }: Library,
  picture: SignRequest['picture'],
  ingredients: SignRequest['ingredients'],
): Promise<void> {
  const store = (await Reader.fromAsset(assetOf(picture), settings))?.json();
  const { success = [], failure = [] } = store?.validation_results?.activeManifest ?? {};
  const codes = new Set(success.map(({ code }) => code));
  const wrong = [
    ...failure.flatMap(({ code }) => (expected.includes(code) ? [] : [code])),
    ...needed.filter((code) => !codes.has(code)),
  ];
  if (wrong.length > 0) throw new Error(`what it signed does not verify: ${[...new Set(wrong)].join(', ')}`);
  const found = store?.manifests?.[store.active_manifest ?? '']?.ingredients ?? [];
  const isThere = ({ instance_id: id }: SignRequest['ingredients'][number]) =>
    found.some((it) => it.instance_id === id && it.relationship === 'componentOf');
  if (!ingredients.every(isThere)) throw new Error('what it signed does not name all panels');
}
