import { createHash } from 'node:crypto';
import { type OtherPages, panelRanges, parseStoryValue, type SheetLettering, type StorySpec } from '@nextpanel/core';
import { drawStoryboardFrame } from '@nextpanel/imaging';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storeAsset } from '../src/store-asset.ts';
import { amendStory } from '../src/stories/amend-story.ts';
import { editPanel } from '../src/stories/edit-panel.ts';
import { insertPanels } from '../src/stories/insert-panels.ts';
import { listLedger } from '../src/stories/list-ledger.ts';
import { listPanels } from '../src/stories/list-panels.ts';
import { listSheets } from '../src/stories/list-sheets.ts';
import { openBook, openSheetImage } from '../src/stories/open-bytes.ts';
import { openLetteredPanel, readPanelLettering } from '../src/stories/open-lettered-panel.ts';
import { publishCheck } from '../src/stories/publish-check.ts';
import { readStory } from '../src/stories/read-story.ts';
import { estimateSpec, submitStory } from '../src/stories/submit-story.ts';
import { addTake } from '../src/stories/takes.ts';
import { openTestSystem, startAll, type TestSystem, testTenant as tenant, untilStatus } from './testing.ts';

let system: TestSystem;
let running: AsyncDisposable;
beforeAll(async () => {
  system = await openTestSystem();
  running = await startAll(system.context);
});
afterAll(async () => {
  await running[Symbol.asyncDispose]();
  await system[Symbol.asyncDispose]();
});

/** A story as a user writes it, with the defaults that follow from its layout. */
function storyOf(document: Readonly<Record<string, unknown>>): StorySpec {
  const parsed = parseStoryValue(document);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.spec;
}

const panels = (title: string, count: number, special: Readonly<Record<number, object>> = {}) =>
  Array.from({ length: count }, (_, index) => ({ prompt: `${title}, tree ${index + 1}`, ...special[index + 1] }));

async function completed(spec: StorySpec): Promise<string> {
  const { story } = await submitStory(system.context, { tenant, spec });
  await untilStatus(system.context, story.id, 'completed');
  return story.id;
}
const settled = (id: string) => untilStatus(system.context, id, 'completed');
const sheetBytes = async (id: string, number: number, pages: OtherPages) =>
  (await (await openSheetImage(system.context, { tenant, id, number, ...pages })).read()).bytes;
const sheetsOf = async (id: string) => (await listSheets(system.context, { tenant, id, limit: 50 })).items;
const framesOf = async (id: string) =>
  (await listPanels(system.context, { tenant, id, limit: 200 })).items.map(({ frame }) => frame);
const requestsOf = async (id: string) => (await listLedger(system.context, { tenant, id, limit: 200 })).items.length;

/** Panels 1 to 13: the first one wide, the eighth a splash. */
const comic = (title: string) =>
  storyOf({
    title,
    panels: panels(title, 13, { 1: { weight: 'wide' }, 8: { weight: 'splash' } }),
    book: { layout: 'comic', formats: ['cbz'] },
  });

describe('a comic', () => {
  it('has pages of paper, and each panel is drawn in the shape of its slot: nothing is cropped', async () => {
    const id = await completed(comic('shapes'));
    const sheets = await sheetsOf(id);
    expect(sheets.map((sheet) => sheet.panels)).toContainEqual([8]);
    expect(sheets.flatMap((sheet) => sheet.panels)).toEqual(Array.from({ length: 13 }, (_, index) => index + 1));
    for (const { image, warnings } of sheets) {
      expect((image?.width ?? 0) / (image?.height ?? 1)).toBeCloseTo(6.625 / 10.25, 2);
      expect(warnings).toEqual([]);
    }
    const frames = await framesOf(id);
    const [wide, splash] = [frames[0], frames[7]];
    expect((wide?.width ?? 0) / (wide?.height ?? 1)).toBeGreaterThan(1.25);
    expect((splash?.width ?? 0) / (splash?.height ?? 1)).toBeLessThan(0.8);
    expect((await readStory(system.context, { tenant, id })).warnings).toEqual([]);
  });

  it('gives a panel room for the words it was submitted with, in its page and in its frame; other words later move nothing', async () => {
    const long = [
      { kind: 'speech', text: 'We have walked all day, and the mill is still behind the next hill. '.repeat(5) },
    ];
    const wordy = (title: string, text: readonly object[]) =>
      storyOf({
        title,
        characters: [{ id: 'hare', name: 'Hare', description: 'a brown hare' }],
        panels: panels(title, 6, { 4: { characters: ['hare'], text } }),
        book: { layout: 'comic', formats: ['cbz'] },
      });
    const id = await completed(wordy('words', long));
    const silent = await completed(wordy('words', []));
    const area = (frame: { width: number; height: number } | null | undefined) =>
      frame ? frame.width * frame.height : 0;
    const [frames, plain] = [await framesOf(id), await framesOf(silent)];
    expect(area(frames[3])).toBeGreaterThan(1.3 * area(plain[3]));
    const before = await sheetsOf(id);
    expect(before.flatMap(({ warnings }) => warnings)).toEqual([]);
    const aspectOf = async () => (await readPanelLettering(system.context, { tenant, id, number: 4 })).aspect;
    const aspect = await aspectOf();
    await editPanel(
      system.context,
      { tenant, id, number: 4 },
      { text: [{ kind: 'speech', text: 'No.', drawnBy: 'overlay' }] },
    );
    await settled(id);
    expect((await sheetsOf(id)).map((sheet) => sheet.panels)).toEqual(before.map((sheet) => sheet.panels));
    expect(await aspectOf()).toBe(aspect);
    expect(await framesOf(id)).toEqual(frames);
    // Panels that are inserted bring their own words.
    const words = parseStoryValue({
      title: 'x',
      characters: [{ id: 'hare', name: 'Hare', description: 'x' }],
      panels: [{ prompt: 'x', characters: ['hare'], text: long }],
    });
    if (!words.ok) throw new Error('not a story');
    await insertPanels(system.context, { tenant, id }, { panels: words.spec.panels, cascade: 'keep', dryRun: false });
    await settled(id);
    expect(area((await framesOf(id)).at(-1))).toBeGreaterThan(area(plain[3]));
  });

  it('whose panel gets other room is laid out again from its page on; nothing is drawn', async () => {
    const id = await completed(comic('room'));
    const before = await sheetsOf(id);
    const frames = await framesOf(id);
    const requests = await requestsOf(id);
    await editPanel(system.context, { tenant, id, number: 10 }, { weight: 'splash' });
    await settled(id);
    const after = await sheetsOf(id);
    expect(after.map((sheet) => sheet.panels)).toContainEqual([10]);
    const kept = before.findIndex((sheet) => sheet.panels.includes(10));
    expect(after.slice(0, kept)).toEqual(before.slice(0, kept));
    expect(await framesOf(id)).toEqual(frames);
    expect(await requestsOf(id)).toBe(requests);
  });

  it('into which a panel is put keeps the pages before it, and prices and draws the new one for its slot', async () => {
    const id = await completed(comic('insert'));
    const before = await sheetsOf(id);
    const added = { prompt: 'insert, an upright tower', characters: [], text: [], weight: 'tall' as const };
    const place = { after: 11, panels: [added], cascade: 'keep' as const };
    const tried = await insertPanels(system.context, { tenant, id }, { ...place, dryRun: true });
    const first = before.findIndex((sheet) => sheet.panels.includes(12)) + 1;
    expect(Math.min(...tried.redraw.pages)).toBeGreaterThanOrEqual(first);
    await insertPanels(system.context, { tenant, id }, { ...place, dryRun: false });
    await settled(id);
    const after = await sheetsOf(id);
    expect(after.slice(0, first - 1)).toEqual(before.slice(0, first - 1));
    expect(after.flatMap((sheet) => sheet.panels)).toHaveLength(14);
    const tower = (await framesOf(id))[11];
    expect((tower?.width ?? 0) / (tower?.height ?? 1)).toBeLessThan(0.85);
  });

  it('whose panels get pictures of another shape is arranged by these: nothing is cropped where a page allows it', async () => {
    const id = await completed(
      storyOf({ title: 'uploaded', panels: panels('uploaded', 6), book: { layout: 'comic', formats: ['cbz'] } }),
    );
    const shape = (frame: { readonly width: number; readonly height: number } | null) =>
      (frame?.width ?? 0) / (frame?.height ?? 1);
    expect((await framesOf(id)).some((frame) => Math.abs(shape(frame) - 1) > 0.2)).toBe(true);
    for (const number of [1, 2, 3, 4, 5, 6]) {
      const square = { width: 600, height: 600, number, prompt: 'a square', characters: [], language: 'en' };
      const bytes = await drawStoryboardFrame({ ...square, reference: null, requestKey: String(number).repeat(64) });
      const asset = await storeAsset(system.context, { tenant, bytes });
      const options = { asset: asset.id, select: true, cascade: 'keep' as const, dryRun: false };
      await addTake(system.context, { tenant, id, number }, options);
    }
    await settled(id);
    const warnings = (await sheetsOf(id)).flatMap((sheet) => sheet.warnings);
    expect(warnings.filter(({ code }) => code === 'frame_cropped')).toEqual([]);
  });

  it('becomes a manga, a grid, a comic of another size, and nothing is drawn', async () => {
    const id = await completed(comic('again'));
    const requests = await requestsOf(id);
    const comicPages = (await sheetsOf(id)).map((sheet) => sheet.panels);
    await amendStory(system.context, { tenant, id }, { book: { layout: 'grid' } });
    await settled(id);
    const grid = await sheetsOf(id);
    expect(grid.map((sheet) => sheet.panels.length)).toEqual([8, 5]);
    expect(grid.flatMap(({ warnings }) => warnings.map(({ code }) => code))).toContain('frame_cropped');
    await amendStory(system.context, { tenant, id }, { book: { layout: 'comic', page: 'a5' } });
    await settled(id);
    const small = await sheetsOf(id);
    expect(small.flatMap((sheet) => sheet.panels)).toEqual(comicPages.flat());
    expect((small[0]?.image?.width ?? 0) / (small[0]?.image?.height ?? 1)).toBeCloseTo(148 / 210, 2);
    expect(await requestsOf(id)).toBe(requests);
  });
});

describe('a book in other pages than the story has', () => {
  const spoken = { text: [{ kind: 'speech', text: 'Good morning, you two!', balloon: { x: 0.5, y: 0.8 } }] };
  const inOthers = (title: string) =>
    storyOf({
      title,
      panels: panels(title, 6, { 2: spoken }),
      book: {
        layout: 'comic',
        formats: ['cbz', { format: 'cbz', layout: 'manga' }, { format: 'print', page: 'kdp-6x9' }],
      },
    });

  it('is bound from sheets composed for it, which are kept until they show something else', async () => {
    const id = await completed(inOthers('others'));
    expect((await readStory(system.context, { tenant, id })).books).toEqual(['cbz', 'cbz@manga', 'print@kdp-6x9']);
    const open = (query: object) => openBook(system.context, { tenant, id, format: 'cbz', ...query });
    const [own, manga] = await Promise.all([open({}), open({ layout: 'manga' })]);
    expect(manga.etag).not.toBe(own.etag);
    expect(manga).toMatchObject({ fileName: 'others.manga.cbz' });
    await expect(open({ format: 'cbz@manga' })).resolves.toMatchObject({ etag: manga.etag });
    await expect(open({ layout: 'storybook' })).rejects.toMatchObject({
      code: 'not_bound',
      message: expect.stringContaining(
        'asks for no cbz@storybook; it asks for: cbz, cbz@manga, print@kdp-6x9',
      ) as string,
    });

    const list = async () => (await listSheets(system.context, { tenant, id, limit: 50, layout: 'manga' })).items;
    const listed = await list();
    expect(listed.flatMap((sheet) => sheet.panels)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(listed[0]?.image?.url).toContain('/sheets/1/image?layout=manga');
    const kept = () =>
      system.context.state.read.otherSheet({ story: id, pages: 'manga@manga-b6', language: undefined }, 1);
    const [stored, bytes] = [await kept(), await sheetBytes(id, 1, { layout: 'manga' })];
    expect(stored?.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));

    await editPanel(system.context, { tenant, id, number: 2 }, { text: [] });
    await settled(id);
    expect(await kept()).not.toEqual(stored);
    expect((await list())[0]?.image?.sha256).not.toBe(listed[0]?.image?.sha256);

    // What is compared with a shop's rules are the pages it is sent, in their own size.
    const { findings } = await publishCheck(system.context, { tenant, id, profile: 'kdp-print' });
    expect(findings).toEqual([
      expect.stringMatching(/^the cover is a file of its own, which is not made/),
      expect.stringMatching(/^the book has 1 page and needs at least 24/),
      expect.stringMatching(/^book\.author is missing/),
      expect.stringMatching(/^book\.summary is missing/),
    ]);
  });

  it('has sheets that are composed when they are asked for, and is not drawn for', async () => {
    const id = await completed(comic('asked'));
    const requests = await requestsOf(id);
    const sheet = { layout: 'storybook' as const, page: 'a5' as const };
    const { width, height } = await system.context.imaging.inspectPicture(await sheetBytes(id, 2, sheet));
    expect(width / height).toBeCloseTo(148 / 210, 2);
    await expect(sheetBytes(id, 99, sheet)).rejects.toMatchObject({ code: 'not_found' });
    expect(await requestsOf(id)).toBe(requests);
  });

  it('is named by the estimate where its slots crop the frames, as they are cropped when it is bound', async () => {
    const spec = comic('priced');
    spec.book.formats = ['cbz', { format: 'cbz', layout: 'grid' }, { format: 'print', page: 'square' }];
    const { warnings } = await estimateSpec(system.context, { tenant, spec });
    const id = await completed(spec);
    const croppedIn = async (name: string) => {
      const book = (await system.context.state.read.books(id)).get(name)?.value;
      const cropped = (book?.warnings ?? []).filter(({ code }) => code === 'frame_cropped');
      return panelRanges([...new Set(cropped.map(({ panel }) => panel ?? 0))].toSorted((a, b) => a - b));
    };
    const cropped = warnings.filter(({ code }) => code === 'frames_cropped').map(({ detail }) => detail);
    const [grid, square] = [await croppedIn('cbz@grid'), await croppedIn('print@square')];
    expect(cropped.map((detail) => detail.replace(/slots.* panel/, 'panel'))).toEqual([
      `on pages of layout grid (cbz@grid) panel ${grid}`,
      `on pages of square (print@square) panel ${square}`,
    ]);
  });
});

describe('before anything is paid', () => {
  it('frames that a layout crops, and frames too small for print, are named', async () => {
    const spec = storyOf({
      title: 'small',
      panels: panels('small', 5, { 1: { weight: 'wide' } }),
      render: { size: '512x768' },
      book: { layout: 'comic', formats: ['pdf'] },
    });
    const { warnings } = await estimateSpec(system.context, { tenant, spec });
    const said = (code: string) => warnings.find((warning) => warning.code === code)?.detail ?? '';
    expect(said('frames_cropped')).toMatch(/pages of us-comic \(pdf\).*panel 1/);
    expect(said('print_resolution')).toMatch(/dots per inch; print looks sharp from 200/);
  });

  it('a method that draws all panels in one size is refused where slots differ', async () => {
    const of = (layout: string) =>
      storyOf({
        title: 'sheet',
        panels: panels('sheet', 8),
        render: { provider: 'openai', method: 'contact-sheet' },
        book: { layout },
      });
    const submit = (layout: string) => estimateSpec(system.context, { tenant, spec: of(layout) });
    await expect(submit('comic')).rejects.toMatchObject({
      code: 'size_unsupported',
      detail: { pointer: '/render/size' },
    });
    await expect(submit('webtoon')).resolves.toMatchObject({ panels: 8 });
  });
});

describe('a webtoon', () => {
  it('is what `readingDirection: vertical` has always asked for: strips that end with a panel', async () => {
    const spec = storyOf({ title: 'strip', readingDirection: 'vertical', panels: panels('strip', 10) });
    expect(spec).toMatchObject({ book: { layout: 'webtoon' }, render: { size: '1024x1024' } });
    const id = await completed({ ...spec, book: { ...spec.book, formats: ['cbz'] } });
    const sheets = await sheetsOf(id);
    expect(sheets.flatMap((sheet) => sheet.panels)).toHaveLength(10);
    for (const { image } of sheets) {
      expect(image?.width).toBe(1_600);
      expect(image?.height).toBeLessThanOrEqual(8_192);
    }
  });
});

describe('a storybook', () => {
  it('has a picture on each page, with its narration below it', async () => {
    const narrated = { text: [{ kind: 'narration', text: 'Once there was a tree that nobody had planted.' }] };
    const id = await completed(
      storyOf({
        title: 'narrated',
        panels: panels('narrated', 2, { 2: narrated }),
        book: { layout: 'storybook', formats: ['cbz'] },
      }),
    );
    const sheets = await sheetsOf(id);
    expect(sheets.map((sheet) => sheet.panels)).toEqual([[1], [2]]);
    expect(sheets.flatMap(({ warnings }) => warnings)).toEqual([]);
    const [image] = sheets.map((sheet) => sheet.image);
    expect(image?.width).toBe(image?.height);
  });
});

describe('the lettering of a sheet', () => {
  it('is stored beside it and stays with a new take; it follows the words', async () => {
    const spoken = { text: [{ kind: 'speech', text: 'Good morning, you two!' }] };
    const id = await completed(
      storyOf({
        title: 'lettered',
        panels: panels('lettered', 3, { 2: spoken }),
        book: { layout: 'comic', formats: ['cbz'] },
      }),
    );
    const stored = async () => {
      const sheet = (await system.context.state.read.sheets(id)).get(1)?.value;
      const sha256 = sheet?.lettering?.sha256 ?? '';
      const file = JSON.parse(Buffer.from(await system.context.artifacts.get(sha256)).toString()) as SheetLettering;
      return { picture: sheet?.sha256, sha256, file };
    };
    const first = await stored();
    expect(first.file).toMatchObject({ version: 1, unit: 'pt' });
    const words = ({ file }: typeof first) =>
      file.panels[1]?.texts.flatMap(({ lines }) => lines.map((line) => line.map(({ text }) => text).join('')));
    expect(words(first)?.join(' ')).toBe('GOOD MORNING, YOU TWO!');
    const square = { width: 600, height: 600, number: 2, prompt: 'a square', characters: [], language: 'en' };
    const bytes = await drawStoryboardFrame({ ...square, reference: null, requestKey: '7'.repeat(64) });
    const asset = await storeAsset(system.context, { tenant, bytes });
    const options = { asset: asset.id, select: true, cascade: 'keep' as const, dryRun: false };
    await addTake(system.context, { tenant, id, number: 2 }, options);
    await settled(id);
    const second = await stored();
    expect(second.picture).not.toBe(first.picture);
    expect(second.sha256).toBe(first.sha256);
    await editPanel(
      system.context,
      { tenant, id, number: 2 },
      { text: [{ kind: 'speech', text: 'Good night!', drawnBy: 'overlay' }] },
    );
    await settled(id);
    expect(words(await stored())?.join(' ')).toBe('GOOD NIGHT!');
  });

  it('keeps balloons and mouths where they were put; a new take asks to check the mouth', async () => {
    const at = { x: 0.3, y: 0.8 };
    const id = await completed(
      storyOf({
        title: 'placed',
        characters: [{ id: 'hare', name: 'Hare', description: 'a hare' }],
        panels: [
          {
            prompt: 'placed, a tree',
            characters: ['hare'],
            weight: 'splash',
            text: [{ kind: 'speech', speaker: 'hare', text: 'Here I am.', balloon: at }],
          },
        ],
        book: { layout: 'comic', formats: ['cbz'] },
      }),
    );
    const first = async () => {
      const sheet = (await system.context.state.read.sheets(id)).get(1)?.value;
      const bytes = await system.context.artifacts.get(sheet?.lettering?.sha256 ?? '');
      const [panel] = (JSON.parse(Buffer.from(bytes).toString()) as SheetLettering).panels;
      const [text] = panel?.texts ?? [];
      if (!sheet || !panel || !text) throw new Error('nothing is lettered');
      const { slot } = panel;
      const inSlot = (x: number, y: number) => ({ x: (x - slot.x) / slot.width, y: (y - slot.y) / slot.height });
      return {
        balloon: inSlot(text.box.x + text.box.width / 2, text.box.y + text.box.height / 2),
        tip: text.tail && inSlot(text.tail.to.x, text.tail.to.y),
        codes: sheet.warnings.map(({ code }) => code),
      };
    };
    const lettered = async () =>
      (await openLetteredPanel(system.context, { tenant, id, number: 1 })).read().then(({ bytes }) => bytes);
    const say = (over: object) =>
      editPanel(
        system.context,
        { tenant, id, number: 1 },
        {
          text: [{ kind: 'speech', speaker: 'hare', text: 'Here I am, and here I stay.', drawnBy: 'overlay', ...over }],
        },
      );
    const near = (point: { readonly x: number; readonly y: number }) => ({
      x: expect.closeTo(point.x, 1),
      y: expect.closeTo(point.y, 1),
    });
    expect((await first()).balloon).toEqual(near(at));
    const before = await lettered();
    await say({});
    await settled(id);
    expect((await first()).balloon).toEqual(near(at));
    await say({ mouth: { x: 0.9, y: 0.9 } });
    await settled(id);
    const { tip, codes } = await first();
    expect(tip?.x).toBeGreaterThan(0.5);
    // The same, for users who place it.
    const shown = await readPanelLettering(system.context, { tenant, id, number: 1 });
    const [{ box, tail } = { box: null, tail: null }] = shown.texts;
    expect(box && { x: box.x + box.width / 2, y: box.y + box.height / 2 }).toEqual(near(at));
    expect(tail).toEqual(tip && near(tip));
    const inStrip = await readPanelLettering(system.context, { tenant, id, number: 1, layout: 'webtoon' });
    expect(inStrip.texts.map((text) => text.id)).toEqual(shown.texts.map((text) => text.id));
    expect(codes).not.toContain('mouth_unchecked');
    expect(Buffer.compare(await lettered(), before)).not.toBe(0);
    const square = { width: 600, height: 600, number: 1, prompt: 'another', characters: [], language: 'en' };
    const bytes = await drawStoryboardFrame({ ...square, reference: null, requestKey: '8'.repeat(64) });
    const asset = await storeAsset(system.context, { tenant, bytes });
    const options = { asset: asset.id, select: true, cascade: 'keep' as const, dryRun: false };
    await addTake(system.context, { tenant, id, number: 1 }, options);
    await settled(id);
    expect((await first()).codes).toContain('mouth_unchecked');
    expect((await first()).balloon).toEqual(near(at));
    await say({ mouth: { x: 0.9, y: 0.9 } });
    await settled(id);
    expect((await first()).codes).not.toContain('mouth_unchecked');
  });

  it('says where the panels of a sheet stand, as the page map has them', async () => {
    const id = await completed(comic('slots'));
    const sheets = await sheetsOf(id);
    const slots = sheets.flatMap((sheet) => sheet.slots);
    expect(slots.map(({ panel }) => panel)).toEqual(sheets.flatMap(({ panels }) => panels));
    for (const { x, y, width, height } of slots) {
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
      expect(Math.max(x + width, y + height)).toBeLessThanOrEqual(1);
    }
  });

  it('is shown for one panel, also as another layout has it', async () => {
    const id = await completed(comic('shown'));
    const sizes = await Promise.all(
      [undefined, 'webtoon' as const, 'storybook' as const].map(async (layout) => {
        const opened = await openLetteredPanel(system.context, { tenant, id, number: 8, ...(layout && { layout }) });
        const { width, height } = await system.context.imaging.inspectPicture((await opened.read()).bytes);
        return { width, height, etag: opened.etag };
      }),
    );
    expect(new Set(sizes.map(({ etag }) => etag)).size).toBe(3);
    // A splash fills the live area of a comic page; a strip is 1,600 wide.
    expect(sizes[0]).toMatchObject({ width: 1_724, height: 2_849 });
    expect(sizes[1]?.width).toBeLessThanOrEqual(1_600);
    await expect(openLetteredPanel(system.context, { tenant, id, number: 99 })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});
