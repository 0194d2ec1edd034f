import type { Random } from './random.ts';

/** A story to submit: its spec, and the word that distinguishes its requests from those of every other story. */
export interface PlannedStory {
  readonly mark: string;
  /** Prompts of panels whose first picture is off model, for the judge to find. */
  readonly drifts: readonly string[];
  readonly spec: {
    readonly title: string;
    readonly style: string;
    readonly characters: readonly { readonly id: string; readonly name: string; readonly description: string }[];
    readonly locations?: readonly object[];
    readonly scenes?: readonly object[];
    readonly panels: readonly {
      readonly prompt: string;
      readonly text: readonly unknown[];
      readonly characters: readonly string[];
      readonly scene?: string;
    }[];
    readonly render: Readonly<Record<string, unknown>> & {
      readonly provider: string;
      readonly size: string;
      readonly batchSize: number;
    };
    readonly plates?: object;
    readonly review?: object;
    readonly budget?: { readonly maxUsd: number };
    readonly book: { readonly formats: readonly string[] };
  };
}

/** The smallest frames of each model: this does not test the speed of pixel work. */
const renders = [
  { provider: 'storyboard', size: '128x128' },
  { provider: 'storyboard', size: '128x128' },
  { provider: 'openai', size: '1024x640', method: 'panels' },
  { provider: 'openai', size: '1024x640', method: 'panels' },
  { provider: 'openai', size: '1024x640', method: 'panels', recoverable: true },
  { provider: 'openai', size: '1024x640', method: 'series', recoverable: true },
  { provider: 'openai', size: '1024x640', method: 'series', recoverable: true },
  { provider: 'openai', size: '1024x640', method: 'economy' },
  { provider: 'openai', size: '1024x640', method: 'economy' },
  { provider: 'openai', size: '1024x640', method: 'economy' },
  { provider: 'openai', size: '1024x640', method: 'contact-sheet' },
  { provider: 'openai', size: '1024x640', method: 'one-call', fallback: true },
  { provider: 'azure', size: '1024x640', method: 'panels' },
  { provider: 'fal', model: 'flux-2-pro', size: '256x256', method: 'panels' },
  { provider: 'fal', model: 'flux-2-pro', size: '256x256', method: 'panels' },
  { provider: 'fal', model: 'flux-2-pro', size: '256x256', method: 'panels' },
  { provider: 'fal', model: 'nano-banana-2', size: '512x512', method: 'panels' },
  { provider: 'fal', model: 'nano-banana-2', size: '512x512', method: 'one-call', fallback: true },
  { provider: 'openai-compatible', model: 'local-model', size: '1024x640', method: 'panels' },
  { provider: 'openai-compatible', model: 'local-model', size: '1024x640', method: 'panels' },
] as const;

const hareOf = (mark: string) => ({
  id: 'hare',
  name: 'Hare',
  description: `the lean brown hare of ${mark} in a red scarf`,
  outfits: [{ id: 'winter', description: 'a long green coat' }],
});

/** Where stories with plates take place: the hare has another outfit in the second half. */
const settings = {
  locations: [{ id: 'meadow', description: 'a wide meadow with one tree' }],
  scenes: [
    { id: 'home', location: 'meadow' },
    { id: 'away', location: 'meadow', wears: { hare: 'winter' } },
  ],
};

/** Methods whose models take reference pictures with the usual requests. */
const reads: readonly (string | undefined)[] = ['panels', 'series'];

/** Ways take turns, in an order in which alike ones are far apart: also a short campaign has most of them. */
const stride = 7;

const renderOf = (random: Random, index: number) => {
  const first = random.fork('renders').whole(0, renders.length - 1);
  return renders[(first + stride * index) % renders.length] ?? renders[0];
};

/** Story number `index` of a campaign. Its text is unique, so that no request shares a key with another story. */
export function planStory(random: Random, index: number): PlannedStory {
  const own = random.fork(`story ${index}`);
  const mark = `tale${index}`;
  const batchSize = own.whole(2, 4);
  const panels = batchSize * own.whole(1, 3) + own.whole(1, batchSize);
  const render = {
    ...renderOf(random, index),
    batchSize,
    unknownOutcome: own.chance(0.2) ? 'ask' : 'retry',
    ...(own.chance(0.15) && { approveAfter: 1 }),
  };
  const cast = own.chance(0.5) ? [hareOf(mark)] : [];
  const isPlated =
    cast.length > 0 && reads.includes('method' in render ? render.method : undefined) && own.fork('plates').chance(0.7);
  const isReviewed = render.provider !== 'storyboard' && own.fork('review').chance(0.4);
  const drift = own.fork('drift').whole(2, panels);
  return {
    mark,
    drifts: isReviewed ? [planPanel(mark, `p${drift}`).prompt] : [],
    spec: {
      title: `${mark} of chaos`,
      style: `ink, ${mark}`,
      characters: cast,
      ...(isPlated && settings),
      panels: Array.from({ length: panels }, (_, panel) => ({
        ...planPanel(
          mark,
          `p${panel + 1}`,
          cast.map(({ id }) => id),
        ),
        ...(isPlated && { scene: panel < panels / 2 ? 'home' : 'away' }),
      })),
      render,
      ...(isPlated && { plates: { draw: ['characters', 'locations'], approve: own.fork('approval').chance(0.2) } }),
      ...(isReviewed && { review: { model: 'sees-all', maxUsd: 1 } }),
      ...(own.chance(0.15) && render.provider !== 'storyboard' && { budget: { maxUsd: own.pick([0.2, 5]) } }),
      book: { formats: own.chance(0.7) ? ['cbz'] : ['pdf', 'cbz'] },
    },
  };
}

/** A panel with a unique prompt. */
export const planPanel = (mark: string, name: string, characters: readonly string[] = []) => ({
  prompt: `In ${mark} the hare passes tree ${name}.`,
  text: [{ kind: 'caption', text: `Tree ${name}` }],
  characters,
});
