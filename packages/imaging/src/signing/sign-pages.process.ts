import { constants, sign as signWith } from 'node:crypto';
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
  readonly LocalSigner: { newSigner(chain: Buffer, key: Buffer, algorithm: string): object };
  readonly CallbackSigner: {
    newSigner(config: CallbackSignerConfig, sign: (data: Buffer) => Promise<Buffer>): object;
  };
}
interface CallbackSignerConfig {
  readonly alg: string;
  /** PEM, all in one, the signer's first. */
  readonly certs: readonly Buffer[];
  /** Bytes kept free for signature, certificates and time stamp. */
  readonly reserveSize: number;
  readonly tsaUrl: string;
  readonly directCoseHandling: false;
}
interface Builder {
  addIngredient(claim: string, asset: Asset): Promise<void>;
  sign(signer: object, input: Asset, output: { buffer: Buffer | null }): void;
  signAsync(signer: object, input: Asset, output: { buffer: Buffer | null }): Promise<Buffer>;
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
  if (!library.Builder || !library.Reader || !library.LocalSigner || !library.CallbackSigner)
    throw new Error('it has no Builder, Reader, LocalSigner and CallbackSigner');
  return library as Library;
}

async function sign(library: Library, request: SignRequest): Promise<Buffer> {
  const { algorithm, chain, key, timestampUrl, picture, manifest, ingredients, frames } = request;
  const builder = library.Builder.withJson(manifest, settings);
  for (const [index, claim] of ingredients.entries())
    await builder.addIngredient(JSON.stringify(claim), assetOf(frames[index]));
  const output: { buffer: Buffer | null } = { buffer: null };
  if (timestampUrl === null) {
    const signer = library.LocalSigner.newSigner(Buffer.from(chain), Buffer.from(key), algorithm);
    builder.sign(signer, assetOf(picture), output);
  } else await builder.signAsync(stampingSigner(library, { ...request, timestampUrl }), assetOf(picture), output);
  if (output.buffer === null) throw new Error('the library returned nothing');
  await verify(library, { bytes: output.buffer, mime: picture.mime }, ingredients);
  return output.buffer;
}

/** Room for a time stamp with the certificates of its authority: those of public ones take 6 KB. */
const stampBytes = 16_000;

/** The library's own signer cannot ask an authority: only its asynchronous one speaks HTTP, and that one is given the signature. */
function stampingSigner(
  { CallbackSigner }: Library,
  { algorithm, chain, key, timestampUrl }: SignRequest & { readonly timestampUrl: string },
): object {
  const config = {
    alg: algorithm,
    certs: [Buffer.from(chain)],
    reserveSize: chain.length + stampBytes,
    tsaUrl: timestampUrl,
    directCoseHandling: false,
  } as const;
  return CallbackSigner.newSigner(config, async (data) => signData(algorithm, key, data));
}

/** A signature as COSE has it (RFC 9053, RFC 8230): of curves its two numbers, of RSA with PSS. */
function signData(algorithm: string, key: string, data: Buffer): Buffer {
  if (algorithm === 'ed25519') return signWith(null, data, key);
  const hash = `sha${algorithm.slice(2)}`;
  return algorithm.startsWith('ps')
    ? signWith(hash, data, {
        key,
        padding: constants.RSA_PKCS1_PSS_PADDING,
        saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
      })
    : signWith(hash, data, { key, dsaEncoding: 'ieee-p1363' });
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
