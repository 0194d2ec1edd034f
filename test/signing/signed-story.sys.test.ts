import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient } from '@nextpanel/client';
import { type BookFormat, bookFormats, describeFormat, type StoryView } from '@nextpanel/core';
import { startSystem, type TestSystem } from '@nextpanel/harness';
import { withoutManifest } from '@nextpanel/imaging';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type C2paLibrary, installLibrary, type Manifest, type ManifestStore } from './src/install-library.ts';
import { makeCertificate, saveCertificate } from './src/make-certificate.ts';
import { readZip } from './src/read-zip.ts';

/**
 * A story of a system that signs, read back with the library itself. Skipped where the library cannot be had: it comes from the registry, and
 * has native code for some machines only.
 */
const library = await installLibrary();
const why = typeof library === 'string' ? ` (skipped: ${library})` : '';

const panels = 6;
const signedFormats = bookFormats.filter((format) => describeFormat(format).signed);
const isPicture = (name: string) => /\.(jpe?g|png|webp)$/.test(name) && !name.includes('/lettering/');
const mimeOf = (name: string) =>
  name.endsWith('.png') ? 'image/png' : name.endsWith('.webp') ? 'image/webp' : 'image/jpeg';
const hasManifest = (bytes: Buffer) => bytes.includes('c2pa.claim');

describe.skipIf(why !== '')(`a system with a certificate${why}`, () => {
  const { folder: module } = library as C2paLibrary;
  const read: C2paLibrary['read'] = (picture, mime) => (library as C2paLibrary).read(picture, mime);
  let folder: string;
  let system: TestSystem;
  let client: Client;
  let story: StoryView;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nextpanel-signing-'));
    const named = await saveCertificate(folder, await makeCertificate({ name: 'First Studio' }));
    system = await startSystem({ ...named, NEXTPANEL_C2PA_MODULE: module });
    client = createClient({ baseUrl: system.url() });
    story = await draw(bookFormats);
  }, 400_000);
  afterAll(async () => {
    await system[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  /** A story with books in these formats, when it is finished. */
  const draw = async (formats: readonly BookFormat[]): Promise<StoryView> => {
    const spec = {
      title: 'Signed & "sealed"',
      characters: [{ id: 'hare', name: 'Hare', description: 'a lean brown hare' }],
      panels: Array.from({ length: panels }, (_, index) => ({
        prompt: `the hare at tree ${index + 1}`,
        characters: ['hare'],
        text: [{ kind: 'speech', speaker: 'hare', text: `Tree ${index + 1}!` }],
      })),
      render: { size: '512x512' },
      book: { layout: 'comic', page: 'kdp-6x9', cover: { panel: 1 }, credits: true, formats: [...formats] },
    };
    const { id } = await client.submit({ json: spec });
    return client.wait(id);
  };
  const book = async (format: string) => Buffer.from(await (await client.book(story.id, format)).arrayBuffer());
  const sheet = async (number: number) => Buffer.from(await (await client.sheetImage(story.id, number)).arrayBuffer());
  const until = async (isThere: (it: StoryView) => boolean): Promise<StoryView> => {
    for await (const _ of client.events(story.id)) {
      const now = await client.story(story.id);
      if (isThere(now)) return now;
    }
    throw new Error('the events ended');
  };

  test('signs every sheet, with the frames of its panels as ingredients', async () => {
    expect(story.status).toBe('completed');
    const frames = new Map((await client.panels(story.id)).map(({ number, frame }) => [number, frame?.sha256]));
    const sheets = await client.sheets(story.id);
    const placed: number[] = [];
    for (const { number, panels: shown, signature } of sheets) {
      expect(signature).toMatchObject({ name: 'First Studio', trust: 'untrusted' });
      const { manifest } = activeOf(await read(await sheet(number), 'image/png'));
      expect(manifest.signature_info.issuer).toBe('First Studio');
      expect(componentsOf(manifest)).toEqual(
        shown.map((panel, index) => [`Panel ${panel}`, `urn:sha256:${frames.get(panel)}#${index + 1}`]),
      );
      placed.push(...shown);
    }
    expect(placed).toEqual(Array.from({ length: panels }, (_, index) => index + 1));
  });

  test.each(signedFormats)('signs every picture in a %s', async (format) => {
    const bytes = await book(format);
    const pictures = new Map<string, Buffer>();
    if (format === 'web') {
      const found = bytes.toString().matchAll(/data:image\/webp;base64,([A-Za-z0-9+/=]+)/g);
      for (const [index, [, data = '']] of [...found].entries())
        pictures.set(`${index}.webp`, Buffer.from(data, 'base64'));
    } else for (const [name, file] of await readZip(bytes)) if (isPicture(name)) pictures.set(name, file);
    expect(pictures.size).toBeGreaterThan(0);
    const shown = new Set<string>();
    for (const [name, picture] of pictures) {
      const { manifest, wrong } = activeOf(await read(picture, mimeOf(name)));
      expect([name, wrong]).toEqual([name, ['signingCredential.untrusted']]);
      for (const [title] of componentsOf(manifest)) shown.add(title);
      const actions = JSON.stringify(manifest.assertions.find(({ label }) => label === 'c2pa.actions.v2')?.data);
      expect(actions.match(/"c2pa\.placed"/g) ?? []).toHaveLength(componentsOf(manifest).length);
      // A signature takes nothing away: readers that know none show the picture.
      expect((await sharp(picture).stats()).isOpaque).toBe(true);
    }
    const numbers = Array.from({ length: panels }, (_, index) => `Panel ${index + 1}`);
    expect([...shown].toSorted()).toEqual(format === 'webtoon' ? numbers : ['Cover picture', ...numbers]);
    expect(story.signatures?.[format]).toMatchObject({ name: 'First Studio', trust: 'untrusted' });
  });

  test.each(bookFormats.filter((format) => !signedFormats.includes(format)))(
    'puts no signature into a %s',
    async (format) => {
      const bytes = await book(format);
      const files = bytes.subarray(0, 2).toString() === 'PK' ? [...(await readZip(bytes)).values()] : [bytes];
      expect(files.some(hasManifest)).toBe(false);
      expect(story.signatures?.[format]).toBeUndefined();
    },
  );

  test('signs a page once for all its books, and without its signature the page is what it always was', async () => {
    const [cbz, epub, images] = await Promise.all(['cbz', 'epub', 'images'].map(async (it) => readZip(await book(it))));
    const page = cbz?.get('page-0002.jpg');
    expect(page?.equals(epub?.get('EPUB/page-0001.jpg') ?? Buffer.alloc(0))).toBe(true);
    expect(page?.equals(images?.get('en/jpeg/page-0001.jpg') ?? Buffer.alloc(0))).toBe(true);
    const plain = withoutManifest(page ?? Buffer.alloc(0));
    expect([hasManifest(page ?? plain), hasManifest(plain)]).toEqual([true, false]);
    // The PDF has the same JPEG in it, byte for byte.
    expect((await book('pdf')).includes(plain)).toBe(true);
    // Covers are made for each book, and two signatures of the same picture differ.
    const [first = plain, second = plain] = [cbz?.get('page-0001.jpg'), epub?.get('EPUB/page-0000.jpg')];
    expect(first.equals(second)).toBe(false);
    expect(withoutManifest(first).equals(withoutManifest(second))).toBe(true);
  });

  test('a changed pixel is found out', async () => {
    const page = (await readZip(await book('cbz'))).get('page-0002.jpg') as Buffer;
    const changed = Buffer.from(page);
    changed[page.length - 1_000] = (changed[page.length - 1_000] ?? 0) ^ 1;
    expect((await read(changed, 'image/jpeg'))?.validation_state).toBe('Invalid');
    expect(activeOf(await read(changed, 'image/jpeg')).wrong).toContain('assertion.dataHash.mismatch');
  });

  test('a frame that came with a manifest keeps it, and takes it into the pages that show it', async () => {
    // One format from here on: each change makes every book again.
    story = await draw(['cbz']);
    const signed = await sheet(1);
    const { id: asset } = await client.uploadAsset(new Uint8Array(signed), 'image/png');
    expect(await client.addTake(story.id, 2, { asset, select: true })).toMatchObject({ number: 2, selected: true });
    story = await client.wait(story.id);
    const { source, contentCredentials } = await client.provenance(story.id, 2);
    expect(source).toBe('uploaded');
    expect(contentCredentials).toMatchObject({
      claimGenerator: 'nextpanel',
      signature: { name: 'First Studio', issuer: 'First Studio root', trust: 'untrusted', timestamped: false },
      actions: expect.arrayContaining([expect.objectContaining({ action: 'c2pa.created' })]),
    });
    const store = await read(await sheet(1), 'image/png');
    const { manifest } = activeOf(store);
    const panel = manifest.ingredients?.find(({ title }) => title === 'Panel 2');
    expect(Object.keys(store?.manifests ?? {})).toContain(panel?.active_manifest);
  });

  test('a finished story is signed again with a new certificate, without a restart', async () => {
    const before = withoutManifest(await sheet(1));
    await saveCertificate(folder, await makeCertificate({ name: 'Second Studio' }));
    await client.compose(story.id);
    story = await until(
      ({ status, signatures = {} }) => status === 'completed' && signatures.cbz?.name === 'Second Studio',
    );
    expect((await client.sheets(story.id)).map(({ signature }) => signature?.name)).not.toContain('First Studio');
    expect(withoutManifest(await sheet(1)).equals(before)).toBe(true);
    const pages = [...(await readZip(await book('cbz')))].filter(([name]) => isPicture(name));
    const signers = await Promise.all(
      pages.map(async ([, page]) => activeOf(await read(page, 'image/jpeg')).manifest.signature_info.issuer),
    );
    expect(new Set(signers)).toEqual(new Set(['Second Studio']));
  });

  test('with an expired certificate the story waits and says why, stores nothing unsigned, and continues with a good one', async () => {
    await saveCertificate(folder, await makeCertificate({ name: 'Second Studio', from: -9, until: -2 }));
    await client.editPanel(story.id, 1, { text: [{ kind: 'speech', speaker: 'hare', text: 'A third word!' }] });
    const waiting = await until(({ waiting: it }) => it?.code === 'signing_unusable');
    expect(waiting).toMatchObject({
      status: 'composing',
      waiting: { detail: expect.stringMatching(/expired on \d{4}-\d\d-\d\d; get a new one/) },
    });
    expect(await client.installation()).toMatchObject({ signing: { status: 'unusable', certificate: null } });
    expect((await client.sheets(story.id)).find(({ number }) => number === 1)).toMatchObject({
      status: 'waiting',
      image: null,
    });
    await saveCertificate(folder, await makeCertificate({ name: 'Third Studio' }));
    story = await until(
      ({ status, signatures = {} }) => status === 'completed' && signatures.cbz?.name === 'Third Studio',
    );
    expect(story.waiting).toBeNull();
    // The API tries the certificate on its own.
    await expect
      .poll(() => client.installation())
      .toMatchObject({
        signing: { status: 'ready', certificate: { name: 'Third Studio', trust: 'untrusted' } },
      });
  });

  test('an authority for time stamps that does not answer keeps the page, too', async () => {
    system.process('finalizer').kill('SIGTERM');
    expect(await system.process('finalizer').exited).toBe(0);
    await system.start('finalizer', { NEXTPANEL_C2PA_TIMESTAMP_URL: 'http://127.0.0.1:9/' });
    await client.editPanel(story.id, 1, { text: [{ kind: 'speech', speaker: 'hare', text: 'A fourth word!' }] });
    await until(({ waiting }) => waiting?.code === 'signing_failed');
  });
});

function activeOf(store: ManifestStore | null): { readonly manifest: Manifest; readonly wrong: readonly string[] } {
  const manifest = store?.manifests[store.active_manifest];
  if (!store || !manifest) throw new Error('the picture has no manifest');
  return { manifest, wrong: store.validation_results.activeManifest.failure.map(({ code }) => code) };
}

/** The library leaves out an empty list: that of a page of words. */
const componentsOf = ({ ingredients = [] }: Manifest) =>
  ingredients.flatMap(({ title, relationship, instance_id: id }) =>
    relationship === 'componentOf' ? [[title, id] as const] : [],
  );
