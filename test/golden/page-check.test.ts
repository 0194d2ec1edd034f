import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  castInOrder,
  characterIds,
  findModel,
  guessFaces,
  type LetteredPanel,
  lengthUnits,
  overlap,
  passesThrough,
  type Rectangle,
  type SetText,
  type StorySpec,
  standingOf,
  warnOfPages,
} from '@nextpanel/core';
import { describe, expect, it } from 'vitest';
import { type Example, letterExample } from './src/letter-example.ts';

/**
 * What of a page that could stand on a shelf can be measured, over all pages of all examples. What cannot be is looked at: faces, the
 * flow of a page, whether a tail leads to the mouth that was really drawn.
 */
const folder = join(import.meta.dirname, '../../examples');
const files = readdirSync(folder).filter((file) => /^\d\d-.*\.yaml$/.test(file));
const examples = new Map<string, Promise<Example>>();
const open = (file: string) => {
  const opened = examples.get(file) ?? letterExample(join(folder, file));
  examples.set(file, opened);
  return opened;
};

const inside = (inner: Rectangle, outer: Rectangle, slack = 0.2) =>
  inner.x >= outer.x - slack &&
  inner.y >= outer.y - slack &&
  inner.x + inner.width <= outer.x + outer.width + slack &&
  inner.y + inner.height <= outer.y + outer.height + slack;
const wordsOf = ({ lines }: SetText) => lines.map((line) => line.map(({ text }) => text).join(''));
const voices = ({ texts }: LetteredPanel) => texts.filter(({ kind }) => kind === 'speech' || kind === 'thought');
const pairs = <Item>(items: readonly Item[]) =>
  items.flatMap((first, index) => items.slice(index + 1).map((second) => [first, second] as const));

/** Everything wrong with the panels of an example, by what it is about. */
async function findAll(file: string, look: (panel: LetteredPanel, example: Example, page: number) => string[]) {
  const example = await open(file);
  return example.pages.flatMap(({ lettering }, page) =>
    lettering.panels.flatMap((panel) => look(panel, example, page).map((what) => `panel ${panel.panel}: ${what}`)),
  );
}

describe.each(files)('the pages of %s', (file) => {
  it('hold every text, with all its letters, in the size of the book', async () => {
    const found = await findAll(file, ({ texts, warnings, panel, size }, { spec }, page) => [
      ...warnings.filter(({ code }) => code !== 'balloon_covers').map(({ code }) => code),
      ...(texts.length === spec.panels[panel - 1]?.text.filter(({ drawnBy }) => drawnBy === 'overlay').length
        ? []
        : ['texts are missing']),
      ...(texts.length > 0 && page >= 0 && size <= 0 ? ['no size'] : []),
    ]);
    expect(found).toEqual([]);
    const { pages } = await open(file);
    const sizes = pages.flatMap(({ lettering }) =>
      lettering.panels.filter(({ texts }) => voices({ texts } as LetteredPanel).length > 0).map(({ size }) => size),
    );
    expect(new Set(sizes).size).toBeLessThanOrEqual(1);
  });

  it('have letters of seven points or more, and outlines of three quarters of a point', async () => {
    const { pages } = await open(file);
    for (const { lettering } of pages) {
      const least = lettering.unit === 'pt' ? 7 : 22;
      for (const { texts } of lettering.panels)
        for (const { size } of texts) expect(size).toBeGreaterThanOrEqual(least);
      // A strip's outline is not printed.
      const outline = lettering.size * 0.107;
      expect(lettering.unit === 'px' || outline >= 0.75, String(outline)).toBe(true);
    }
  });

  it('have their words inside the balloons, the balloons inside the pictures and clear of the trim', async () => {
    const { pages, spec } = await open(file);
    const found = await findAll(file, ({ texts, slot }, _, page) => {
      const plan = pages[page]?.plan;
      if (!plan) return ['no plan'];
      const { pixels } = lengthUnits(plan, spec.readingDirection);
      const safe = plan.dpi === null ? 0 : 0.3 * 72;
      const paper = {
        x: safe,
        y: safe,
        width: plan.width / pixels - 2 * safe,
        height: plan.height / pixels - 2 * safe,
      };
      return texts.flatMap(({ kind, box, block }) => [
        ...(inside(block, box) ? [] : [`letters of a ${kind} leave their balloon`]),
        ...(kind === 'narration' || inside(box, slot) ? [] : [`a ${kind} leaves its picture`]),
        ...(inside(box, paper) ? [] : [`a ${kind} stands too near to the trim`]),
      ]);
    });
    expect(found).toEqual([]);
  });

  it('are read in one order: balloons never overlap unless they are joined, and the next one is lower or further', async () => {
    const found = await findAll(file, (panel, { spec }) => {
      const boxes = panel.texts.filter(({ kind }) => kind !== 'sfx' && kind !== 'narration');
      const isAfter = (a: SetText, b: SetText) =>
        b.box.y + 0.2 >= a.box.y + a.box.height ||
        (b.box.y + 0.2 >= a.box.y &&
          (spec.readingDirection === 'rtl'
            ? b.box.x + b.box.width <= a.box.x + 0.2
            : b.box.x + 0.2 >= a.box.x + a.box.width));
      return [
        ...pairs(panel.texts).flatMap(([a, b]) => (overlap(a.box, b.box) > 0 && !b.joins ? ['texts overlap'] : [])),
        ...pairs(boxes).flatMap(([a, b]) =>
          isAfter(a, b) || b.joins ? [] : ['the order of two balloons is in doubt'],
        ),
      ];
    });
    expect(found).toEqual([]);
  });

  it('have a tail at every voice of a figure in the picture; tails stay in it, never cross and run over no balloon', async () => {
    const found = await findAll(file, (panel, { spec }) => {
      const spoken = voices(panel);
      const cast = characterIds(spec.panels[panel.panel - 1]?.characters ?? []);
      const joinedOn = new Set(spoken.flatMap((_, index) => (spoken[index + 1]?.joins ? [index] : [])));
      const tails = spoken.flatMap(({ tail, box }) => (tail ? [{ ...tail, box }] : []));
      const side = (p: { x: number; y: number }, q: { x: number; y: number }, r: { x: number; y: number }) =>
        Math.sign((q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x));
      return [
        ...spoken.flatMap(({ tail, speaker, style }, index) =>
          tail || joinedOn.has(index) || speaker === undefined || !cast.includes(speaker) || style === 'off'
            ? []
            : [`a voice of ${speaker} has no tail`],
        ),
        ...tails.flatMap(({ to }) =>
          inside({ ...to, width: 0, height: 0 }, panel.slot) ? [] : ['a tail leaves its picture'],
        ),
        ...pairs(tails).flatMap(([a, b]) =>
          side(a.from, a.to, b.from) !== side(a.from, a.to, b.to) &&
          side(b.from, b.to, a.from) !== side(b.from, b.to, a.to)
            ? ['tails cross']
            : [],
        ),
        ...tails.flatMap((tail) =>
          spoken.some(
            ({ box }) => box !== tail.box && overlap(box, tail.box) === 0 && passesThrough(tail.from, tail.to, box),
          )
            ? ['a tail runs over a balloon']
            : [],
        ),
      ];
    });
    expect(found).toEqual([]);
  });

  it('have tails that end nearer to the mouth of their own speaker than to any other', async () => {
    const found = await findAll(file, ({ panel, slot, texts }, { spec }) => {
      const { characters, text, focus } = spec.panels[panel - 1] as StorySpec['panels'][number];
      const standing = standingOf(characters);
      const cast = {
        panel: slot,
        characters: characterIds(characters),
        standing,
        texts: text,
        ...(focus && { focus }),
      };
      const ids = castInOrder(cast.characters, text, standing);
      const mouths = guessFaces(cast).map(({ mouth }) => ({ x: mouth.x + slot.x, y: mouth.y + slot.y }));
      return texts.flatMap(({ tail, speaker = ids[0] ?? '', style }) => {
        const own = mouths[ids.indexOf(speaker)];
        if (!tail || !own || style === 'off') return [];
        const away = ({ x, y }: { x: number; y: number }) => Math.hypot(x - tail.to.x, y - tail.to.y);
        return mouths.some((mouth) => away(mouth) < away(own) - 0.2) ? [`a tail of ${speaker} ends at another`] : [];
      });
    });
    expect(found).toEqual([]);
  });

  it('leave the faces free that are expected in their panels', async () => {
    // Columns of words are as high as this panel, which has four figures side by side.
    const tight = file.startsWith('04') ? [17] : [];
    const found = await findAll(file, ({ panel, slot, texts }, { spec }) => {
      const { characters, text, focus } = spec.panels[panel - 1] as StorySpec['panels'][number];
      const faces = guessFaces({
        panel: slot,
        characters: characterIds(characters),
        standing: standingOf(characters),
        texts: text,
        ...(focus && { focus }),
      });
      return faces.flatMap(({ area }) => {
        const face = { ...area, x: area.x + slot.x, y: area.y + slot.y };
        const inPicture = texts.filter(({ kind }) => kind !== 'narration');
        const under = inPicture.reduce((sum, { box }) => sum + overlap(box, face), 0) / (face.width * face.height);
        return under > 0.5 && !tight.includes(panel) ? [`${Math.round(under * 100)} % of a face is covered`] : [];
      });
    });
    expect(found).toEqual([]);
  });

  it('begin no line with a mark that closes, end none with one that opens, and leave no short word alone at the end', async () => {
    const found = await findAll(file, ({ texts }) =>
      texts.flatMap((text) => {
        const lines = wordsOf(text);
        const [last = '', longest] = [lines.at(-1), Math.max(...lines.map((line) => line.length))];
        return [
          ...lines.flatMap((line) =>
            /^[、。，！？」』）〕ーっゃゅょッャュョ—,.;:!?)\]”»]/u.test(line) ? [`begins with ${line}`] : [],
          ),
          ...lines.flatMap((line) => (/[「『（〔([“«]$/u.test(line) ? [`ends with ${line}`] : [])),
          ...(lines.length > 1 && !/\s/.test(last) && last.length < 0.25 * longest && text.kind !== 'caption'
            ? [`“${last}” stands alone`]
            : []),
        ];
      }),
    );
    expect(found).toEqual([]);
  });

  it('crop no frame by more than 15 %, and print at 200 dots per inch or more', async () => {
    const { spec } = await open(file);
    expect(warnOfPages(spec, findModel({ provider: 'openai' }))).toEqual([]);
  });

  it('have gutters of 1 % of the page, and panels that never overlap', async () => {
    const { pages } = await open(file);
    for (const { plan } of pages) {
      for (const [a, b] of pairs(plan.slots)) {
        const gap = Math.max(
          a.x - (b.x + b.width),
          b.x - (a.x + a.width),
          a.y - (b.y + b.height),
          b.y - (a.y + a.height),
        );
        expect(gap).toBeGreaterThanOrEqual(Math.floor(plan.width * 0.0095));
      }
    }
  });
});
