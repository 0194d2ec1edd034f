import { type StorySpec, type StoryView, storySpecSchema } from '@nextpanel/core';
import {
  type Context,
  estimateSpec,
  listChecks,
  listLedger,
  listPanels,
  listTakes,
  resumeStory,
} from '@nextpanel/pipeline';
import { type FaultName, type JudgeManner, usualManner, type Vendors } from '@nextpanel/vendors';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openReviewWorld, type ReviewWorld, tenant } from './src/open-review-world.ts';

/** A judge behind a chat endpoint reviews what an emulated server draws; a frame costs $0.05, a call to the judge $0.01. */

let world: ReviewWorld;
let vendors: Vendors;
let context: Context;
let hare: string;

beforeAll(async () => {
  world = await openReviewWorld(process.env.REDIS_URL as string);
  ({ vendors, context } = world);
  hare = await picture('#886644');
});
beforeEach(() => {
  vendors.faults.clear();
  Object.assign(vendors.judge, usualManner);
});
afterAll(() => world[Symbol.asyncDispose]());

/** One colour, as a data URL. */
async function picture(background: string): Promise<string> {
  const png = sharp({ create: { width: 256, height: 256, channels: 3, background } }).png();
  return `data:image/png;base64,${(await png.toBuffer()).toString('base64')}`;
}

interface DrawnStory {
  readonly id: string;
  readonly story: StoryView;
  /** Frames the server drew and answers the judge gave for the story. */
  readonly drawn: () => Vendors['ledger'];
  readonly judged: () => Vendors['judged'];
}

const render = (batchSize: number) => ({
  provider: 'openai-compatible',
  model: 'm',
  size: '1024x1024',
  batchSize,
});

const specOf = (title: string, panels: number, over: object): StorySpec =>
  storySpecSchema.parse({
    title,
    characters: [{ id: 'hare', name: 'Hare', description: 'a brown hare', references: [hare] }],
    panels: Array.from({ length: panels }, (_, index) => ({
      prompt: `${title}: the hare passes tree ${index + 1}`,
      characters: ['hare'],
    })),
    render: render(2),
    review: { model: 'sees-all' },
    ...over,
  });

/** Submits a story and waits until it no longer draws. */
async function tell(spec: StorySpec): Promise<DrawnStory> {
  const [framesBefore, judgedBefore] = [vendors.ledger.length, vendors.judged.length];
  const story = await world.tell(spec);
  return {
    id: story.id,
    story,
    drawn: () => vendors.ledger.slice(framesBefore),
    judged: () => vendors.judged.slice(judgedBefore),
  };
}

const offModel = (prompt: string, times = 1) =>
  vendors.faults.next('off-model-picture', { vendor: 'openai-compatible', times, match: { prompt } });
const checksOf = async (id: string) => (await listChecks(context, { tenant, id })).items;
const reviewsIn = async (id: string) =>
  (await listLedger(context, { tenant, id, limit: 99 })).items.filter(({ provider }) => provider === 'review');

describe('a review of each batch', () => {
  it('is one paid call a batch, in the estimate, the ledger and the budget, and says what matches', async () => {
    const spec = specOf('all right', 4, {});
    const estimate = await estimateSpec(context, { tenant, spec });
    // One more about the picture of the hare.
    expect(estimate.review).toMatchObject({ calls: 3, expectedUsd: 0.03, priceKnown: true });
    expect(estimate.expectedUsd).toBeCloseTo(0.23, 6);
    const { id, story, judged, drawn } = await tell(spec);
    expect(story.status).toBe('composing');
    expect(drawn()).toHaveLength(4);
    expect(judged().map(({ form, frames }) => [form, frames])).toEqual([
      ['json_schema', [1]],
      ['json_schema', [1, 2]],
      ['json_schema', [1, 2]],
    ]);
    const reviews = await reviewsIn(id);
    expect(reviews.toSorted((a, b) => a.panelIds.join().localeCompare(b.panelIds.join()))).toMatchObject([
      { model: 'sees-all', state: 'kept', costUsd: 0.01, panels: [], panelIds: ['@hare'] },
      { model: 'sees-all', state: 'kept', costUsd: 0.01, panels: [1, 2] },
      { model: 'sees-all', state: 'kept', costUsd: 0.01, panels: [3, 4] },
    ]);
    expect(story.cost.spentUsd).toBeCloseTo(0.23, 6);
    expect(story.warnings).toEqual([]);
    expect(await checksOf(id)).toMatchObject(
      [1, 2, 3, 4].map((panel) => ({
        panel,
        check: 'review',
        found: false,
        judged: true,
        method: 'sees-all',
        version: 1,
      })),
    );
    // The same story once more costs nothing, the judge included.
    const again = await tell({ ...spec, title: 'once more' });
    expect(again.story.cost.spentUsd).toBe(0);
    expect(again.judged()).toEqual([]);
  });

  it('marks a panel that does not match; with gate hard the story stops after its batch, and a user resumes it', async () => {
    offModel('soft: the hare passes tree 2');
    const soft = await tell(specOf('soft', 2, { review: { model: 'sees-all', retakes: 0 } }));
    expect(soft.drawn()).toHaveLength(2);
    expect(soft.story).toMatchObject({ status: 'composing', warnings: [{ code: 'review_mismatch' }] });
    expect((await checksOf(soft.id))[0]).toMatchObject({
      panel: 2,
      found: true,
      value: 1,
      detail: 'hare: outfit (magenta all over, should be as in the reference)',
    });
    offModel('hard: the hare passes tree 1');
    const hard = await tell(specOf('hard', 4, { review: { model: 'sees-all', retakes: 0, gate: 'hard' } }));
    expect(hard.story).toMatchObject({
      status: 'needs_attention',
      progress: { batches: { drawn: 1 } },
      failures: [{ code: 'check_found', detail: expect.stringContaining('panel 1 (review): hare: outfit') }],
    });
    await resumeStory(context, { tenant, id: hard.id });
    expect(await world.untilDrawn(hard.id, 1)).toMatchObject({ status: 'composing' });
  });

  it('sees the pictures of characters before anything is drawn from them, and says of which it is not one', async () => {
    const crowd = await picture('#ff10ff');
    const spec = (title: string, over: object) =>
      specOf(title, 4, {
        characters: [{ id: 'hare', name: 'Hare', description: 'a brown hare', references: [crowd] }],
        ...over,
      });
    const weak = [
      {
        code: 'reference_weak',
        detail: 'a picture of "hare": people (magenta all over, should be as in the reference)',
      },
    ];
    const soft = await tell(spec('a crowd', {}));
    expect(soft.story).toMatchObject({ status: 'composing', warnings: weak });
    expect(soft.judged()).toHaveLength(3);
    const hard = await tell(spec('a crowd, hard', { review: { model: 'sees-all', gate: 'hard' } }));
    expect(hard.drawn()).toEqual([]);
    expect(hard.story).toMatchObject({
      status: 'needs_attention',
      failures: [{ code: 'check_found', detail: expect.stringContaining('the picture of hare (review): people') }],
      warnings: weak,
    });
    await resumeStory(context, { tenant, id: hard.id });
    expect(await world.untilDrawn(hard.id, 1)).toMatchObject({ status: 'composing' });
    expect((await checksOf(hard.id)).map(({ panel }) => panel)).toEqual([1, 2, 3, 4]);
  });

  it('sees the plates of characters when they are drawn, and no others', async () => {
    offModel('One character of an illustrated story');
    const { story, judged, id } = await tell(
      specOf('plated', 2, {
        characters: [{ id: 'hare', name: 'Hare', description: 'a plated hare' }],
        locations: [{ id: 'mill', description: 'a mill' }],
        scenes: [{ id: 'race', location: 'mill' }],
        plates: { draw: ['characters', 'locations'] },
        review: { model: 'sees-all', gate: 'hard' },
        panels: [
          { prompt: 'plated: the hare passes tree 1', characters: ['hare'], scene: 'race' },
          { prompt: 'plated: the hare passes tree 2', characters: ['hare'] },
        ],
      }),
    );
    expect(judged()).toHaveLength(1);
    expect(story).toMatchObject({ status: 'needs_attention', progress: { panels: { drawn: 0 } } });
    expect(story.failures).toMatchObject([{ code: 'check_found' }]);
    await resumeStory(context, { tenant, id });
    expect(await world.untilDrawn(id)).toMatchObject({ status: 'composing', warnings: [{ code: 'reference_weak' }] });
  });

  it('asks a server in the form that it knows, and remembers which', async () => {
    vendors.judge.knows = [];
    const { id, judged } = await tell(specOf('forms', 4, { review: { model: 'plain' } }));
    expect(judged().map(({ form }) => form)).toEqual([null, null, null]);
    const reviews = (await reviewsIn(id)).map(({ state, costUsd, code }) => [state, costUsd, code].join(' '));
    expect(reviews.toSorted()).toEqual([
      ...Array.from({ length: 3 }, () => 'kept 0.01 '),
      ...Array.from({ length: 3 }, () => 'refused 0 invalid_request'),
    ]);
  });

  it('repairs an answer once, asks in halves when it was cut, and waits when the server is busy', async () => {
    vendors.judge.framesMost = 1;
    const cut = await tell(specOf('cut', 2, {}));
    expect(cut.judged().map(({ frames }) => frames)).toEqual([[1, 2], [1], [2]]);
    vendors.judge.framesMost = null;
    vendors.faults.next('rate-limited-ms', { vendor: 'chat', ms: 20 });
    const busy = await tell(specOf('busy', 2, {}));
    expect(await checksOf(busy.id)).toMatchObject([{ judged: true }, { judged: true }]);
    expect((await reviewsIn(busy.id)).map(({ code, costUsd }) => [code, costUsd])).toEqual([
      ['rate_limited', 0],
      [null, 0.01],
    ]);
  });

  const faults: readonly (readonly [string, Partial<JudgeManner>, FaultName | null, RegExp, number])[] = [
    ['half JSON, twice', { halfJson: 1 }, null, /cannot be used/, 2],
    ['frames that do not exist', { strangers: true }, null, /frame 99 does not exist/, 2],
    ['a refusal', { refuses: true }, null, /declines: I'm sorry/, 1],
    ['nothing certain', { unsure: 1 }, null, /matches its description/, 1],
    ['a wrong key', {}, 'wrong-key', /does not accept the key/, 0],
    ['an outage', {}, 'server-error', /failed \(500\)/, 0],
    ['a lost answer', {}, 'reset-after-work', /connection to the review server was lost/, 1],
  ];
  it.each(faults)('buys nothing when the judge answers with %s', async (title, manner, fault, reason, calls) => {
    Object.assign(vendors.judge, manner);
    offModel(`${title}: the hare passes tree`, 2);
    if (fault !== null) vendors.faults.next(fault, { vendor: 'chat' });
    const { id, story, drawn, judged } = await tell(specOf(title, 2, { review: { model: 'sees-all', gate: 'hard' } }));
    expect(story.status).toBe('composing');
    expect(drawn()).toHaveLength(2);
    expect(judged()).toHaveLength(calls);
    const checks = await checksOf(id);
    expect(checks).toHaveLength(2);
    for (const { found, detail } of checks) expect([found, reason.test(detail)], detail).toEqual([false, true]);
    const lost = fault === 'server-error' || fault === 'reset-after-work' ? 0.01 : 0;
    expect(story.cost.possiblyUsd).toBe(lost);
  });

  it('costs no more than review.maxUsd', async () => {
    const { id, story } = await tell(specOf('capped', 4, { review: { model: 'sees-all', maxUsd: 0.015 } }));
    expect(story.cost.spentUsd).toBeCloseTo(0.21, 6);
    expect((await checksOf(id)).map(({ panel, judged }) => [panel, judged])).toEqual([
      [1, true],
      [2, true],
      [3, false],
      [4, false],
    ]);
    expect(story.warnings.map(({ code }) => code)).toEqual(['not_reviewed', 'not_reviewed']);
  });
});

describe('one corrective retake of a panel that does not match', () => {
  const corrected = (prompt: string) => prompt.includes('An earlier drawing of this panel was wrong');

  it('says what was wrong, goes along with frames in which the character is right, and the better picture is kept', async () => {
    offModel('once: the hare passes tree 2');
    const { id, story, drawn, judged } = await tell(specOf('once', 3, { render: render(3) }));
    expect(drawn()).toHaveLength(4);
    const retake = drawn().at(-1);
    expect(retake?.prompt).toContain(
      'An earlier drawing of this panel was wrong: hare: outfit (magenta all over, should be as in the reference).',
    );
    expect(retake?.prompt).toContain('Image 2: a frame of this story in which hare looks right.');
    const takes = (await listTakes(context, { tenant, id, number: 2, limit: 9 })).items;
    // Numbered in the order in which they were drawn.
    expect(takes.map(({ number, selected }) => [number, selected])).toEqual([
      [1, false],
      [2, true],
    ]);
    expect(takes[1]?.frame.sha256).toBe(retake?.images[0]?.sha256);
    const panels = (await listPanels(context, { tenant, id, limit: 9 })).items;
    const frameOf = (number: number) => panels[number - 1]?.frame?.sha256;
    // The picture of the hare, and its two best frames.
    expect(retake?.references.map(({ sha256 }) => sha256).slice(-2)).toEqual([frameOf(1), frameOf(3)]);
    expect(panels.map(({ stale }) => stale)).toEqual([false, false, false]);
    // The review, and the comparison of both pictures.
    expect(judged().map(({ frames }) => frames)).toEqual([
      [1, 2, 3],
      [1, 2],
    ]);
    expect(story.cost.spentUsd).toBeCloseTo(4 * 0.05 + 2 * 0.01, 6);
    expect(story.warnings).toEqual([]);
    expect((await checksOf(id)).find(({ panel }) => panel === 2)).toMatchObject({
      found: false,
      detail: 'matches its description and references; a corrective retake',
    });
  });

  it('is made once, and what still does not match is marked', async () => {
    offModel('twice: the hare passes tree 2', 2);
    const { id, story, drawn } = await tell(specOf('twice', 2, { review: { model: 'sees-all', gate: 'hard' } }));
    expect(drawn()).toHaveLength(3);
    const takes = (await listTakes(context, { tenant, id, number: 2, limit: 9 })).items;
    expect(takes.map(({ selected }) => selected)).toEqual([true, false]);
    expect(takes[1]?.frame.sha256).toBe(drawn().at(-1)?.images[0]?.sha256);
    expect(story).toMatchObject({ status: 'needs_attention', failures: [{ code: 'check_found' }] });
    expect((await checksOf(id))[0]).toMatchObject({
      panel: 2,
      found: true,
      detail: expect.stringContaining('retaken once, and the retake is no better'),
    });
  });

  it('is not bought when the budget would not hold what is not drawn yet', async () => {
    // Four panels and two reviews are $0.22; a retake $0.05, the comparison $0.01.
    for (const [maxUsd, frames] of [
      [0.28, 5],
      [0.26, 4],
    ] as const) {
      const title = `budget ${maxUsd}`;
      offModel(`${title}: the hare passes tree 2`);
      const { id, story, drawn } = await tell(specOf(title, 4, { budget: { maxUsd } }));
      expect(story.status, title).toBe('composing');
      expect(drawn(), title).toHaveLength(frames);
      expect(story.cost.spentUsd, title).toBeLessThanOrEqual(maxUsd);
      const second = (await checksOf(id)).find(({ panel }) => panel === 2);
      expect(second?.detail, title).toContain(frames === 5 ? 'a corrective retake' : 'not retaken: a retake for up to');
    }
  });

  it('fails nothing when its vendor refuses it, and leaves alone what others of the batch continue from', async () => {
    offModel('refused: the hare passes tree 2');
    const refused = specOf('refused', 2, {});
    vendors.faults.next('moderation-input', { match: { prompt: 'An earlier drawing' } });
    const first = await tell(refused);
    expect(first.story.status).toBe('composing');
    expect(first.drawn()).toHaveLength(2);
    expect((await checksOf(first.id))[0]?.detail).toMatch(/not retaken: .*content rules/);

    // Without pictures of the cast the first panel goes along with the others.
    offModel('anchor: the hare passes tree 1');
    const characters = [{ id: 'hare', name: 'Hare', description: 'a brown hare' }];
    const second = await tell(specOf('anchor', 2, { characters }));
    expect(second.drawn().some(({ prompt }) => corrected(prompt))).toBe(false);
    expect((await checksOf(second.id))[0]?.detail).toContain('other frames of its batch continue from it');
  });

  it('keeps the first picture when the judge cannot compare', async () => {
    offModel('not compared: the hare passes tree 2');
    // Of a comparison both frames are of the same panel.
    const match = { prompt: 'Frame 1 should show: not compared: the hare passes tree 2' };
    vendors.faults.next('server-error', { vendor: 'chat', match });
    const { id, drawn } = await tell(specOf('not compared', 2, {}));
    expect(drawn()).toHaveLength(3);
    const takes = (await listTakes(context, { tenant, id, number: 2, limit: 9 })).items;
    expect(takes.find((take) => take.selected)?.frame.sha256).not.toBe(drawn().at(-1)?.images[0]?.sha256);
    expect((await checksOf(id))[0]?.detail).toContain('retaken once, and not compared: the review server failed (500)');
  });

  it('waits no longer than the deadline: the batch is committed, and what may come later is possibly paid', async () => {
    const reviewing = context.reviewing as { deadlineMs: number };
    const { deadlineMs } = reviewing;
    reviewing.deadlineMs = 1_000;
    try {
      vendors.faults.next('hang', { vendor: 'chat' });
      const slow = await tell(specOf('slow judge', 2, { review: { model: 'sees-all', gate: 'hard' } }));
      expect(slow.story).toMatchObject({ status: 'composing', cost: { possiblyUsd: 0.01 } });
      expect((await checksOf(slow.id)).map(({ detail }) => detail)).toEqual(
        [1, 2].map(() => 'not reviewed: the review took longer than 1 s'),
      );
      offModel('slow retake: the hare passes tree 2');
      vendors.faults.next('hang', { vendor: 'openai-compatible', match: { prompt: 'An earlier drawing' } });
      const retake = await tell(specOf('slow retake', 2, {}));
      expect(retake.story).toMatchObject({ status: 'composing', cost: { possiblyUsd: 0.05, heldUsd: 0 } });
      expect((await checksOf(retake.id))[0]?.detail).toContain('not retaken: the review took too long');
    } finally {
      reviewing.deadlineMs = deadlineMs;
    }
  });
});
