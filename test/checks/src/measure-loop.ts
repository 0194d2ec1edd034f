import { storySpecSchema } from '@nextpanel/core';
import { listPanels, openPanelImage } from '@nextpanel/pipeline';
import { isOffModel, type JudgeManner, usualManner } from '@nextpanel/vendors';
import { callPrice, framePrice, openReviewWorld, type ReviewWorld, tenant } from './open-review-world.ts';

/** What reviewing a story with one corrective retake a panel came to, with a judge that errs in a known way. */
export interface MeasuredLoop {
  readonly name: string;
  /** Frames that were off model when they were drawn, and those that are when the story is done. */
  readonly planted: number;
  readonly left: number;
  /** Panels that were right and were drawn again. */
  readonly needless: number;
  /** Panels that were right and are off model in the end. */
  readonly worse: number;
  readonly notReviewed: number;
  readonly drawnUsd: number;
  readonly judgeUsd: number;
}

/** Judges whose errors are known: the rates are of frames, of answers for `halfJson`. */
const judges: readonly (readonly [name: string, manner: Partial<JudgeManner>])[] = [
  ['never errs', {}],
  ['misses 10 %, 2 % false alarms', { missed: 0.1, falseAlarms: 0.02 }],
  ['misses 30 %, 10 % false alarms', { missed: 0.3, falseAlarms: 0.1 }],
  ['a coin', { missed: 0.5, falseAlarms: 0.5 }],
  ['unsure of 30 %', { unsure: 0.3 }],
  ['half JSON in 30 %', { halfJson: 0.3 }],
  ['declines', { refuses: true }],
];

/**
 * Draws a story for each judge, with every fifth frame off model, and one of four of these off model when it is drawn again, too. The same
 * seed gives the same numbers.
 */
export async function measureLoop(options: {
  readonly redisUrl: string;
  readonly panels: number;
  readonly seed: number;
}): Promise<MeasuredLoop[]> {
  await using world = await openReviewWorld(options.redisUrl);
  const measured: MeasuredLoop[] = [];
  for (const [name, manner] of judges) {
    Object.assign(world.vendors.judge, usualManner, manner, { seed: options.seed });
    measured.push(await measureOne(world, name, options.panels));
  }
  return measured;
}

async function measureOne(
  { vendors, context, tell }: ReviewWorld,
  name: string,
  panels: number,
): Promise<MeasuredLoop> {
  const promptOf = (number: number) => `${name}: the hare passes tree ${number}.`;
  const planted = Array.from({ length: panels }, (_, index) => index + 1).filter((number) => number % 5 === 2);
  for (const number of planted) {
    const times = number % 20 === 2 ? 2 : 1;
    vendors.faults.next('off-model-picture', {
      vendor: 'openai-compatible',
      times,
      match: { prompt: promptOf(number) },
    });
  }
  const [drawnBefore, judgedBefore] = [vendors.ledger.length, vendors.judged.length];
  const spec = storySpecSchema.parse({
    title: name,
    characters: [{ id: 'hare', name: 'Hare', description: 'a brown hare' }],
    panels: Array.from({ length: panels }, (_, index) => ({ prompt: promptOf(index + 1), characters: ['hare'] })),
    render: { provider: 'openai-compatible', model: 'm', size: '1024x1024' },
    review: { model: name },
  });
  const { id } = await tell(spec);
  vendors.faults.clear();
  const drawn = vendors.ledger.slice(drawnBefore);
  const retaken = (number: number) => drawn.filter(({ prompt }) => prompt.includes(promptOf(number))).length > 1;
  const shown = (await listPanels(context, { tenant, id, limit: panels })).items;
  const off = new Set<number>();
  for (const { number } of shown) {
    const { bytes } = await (await openPanelImage(context, { tenant, id, number })).read();
    if (await isOffModel(bytes)) off.add(number);
  }
  const right = shown.map(({ number }) => number).filter((number) => !planted.includes(number));
  return {
    name,
    planted: planted.length,
    left: off.size,
    needless: right.filter(retaken).length,
    worse: right.filter((number) => off.has(number)).length,
    notReviewed: shown.filter(({ warnings }) => warnings.some(({ code }) => code === 'not_reviewed')).length,
    drawnUsd: drawn.length * framePrice,
    judgeUsd: (vendors.judged.length - judgedBefore) * callPrice,
  };
}
