/** What a user does so that a story which stopped continues. */
export type Continuation = 'resume' | 'approve' | 'raise-budget';

/** One story of the fixture: what is submitted, and what it may cost in all, whichever release draws it. */
export interface StoryPlan {
  /** Its prompts contain this word, which distinguishes its charges from others. */
  readonly name: string;
  readonly spec: Readonly<Record<string, unknown>>;
  /** Pictures it needs in all: one a panel, one for each further take and for each panel that was changed. */
  readonly pictures: number;
  /** Pictures the earlier release ordered and cannot find again: each may be paid a second time. */
  readonly lost: number;
  /** Requests at the vendor when the release was stopped: with a vendor id, and without one. */
  readonly atVendor: { readonly known: number; readonly unknown: number };
  readonly continueBy: Continuation | null;
  readonly ends: 'completed' | 'cancelled';
}

interface Draft {
  readonly panels: number;
  readonly batchSize: number;
  readonly render: Readonly<Record<string, unknown>>;
  readonly more?: Readonly<Record<string, unknown>>;
  /** Pictures beyond one a panel. */
  readonly extra?: number;
  readonly lost?: number;
  readonly known?: number;
  readonly unknown?: number;
  readonly continueBy?: Continuation;
  readonly ends?: 'cancelled';
}

/** The smallest frames each model draws: the fixture is a part of the repository. */
const storyboard = { provider: 'storyboard', size: '128x128' };
const fal = { provider: 'fal', model: 'flux-2-pro', size: '256x256', method: 'panels' };
const openai = { provider: 'openai', size: '1024x640', method: 'panels' };
const azure = { provider: 'azure', size: '1024x640', method: 'panels' };
const compatible = { provider: 'openai-compatible', model: 'local-model', size: '1024x640', method: 'panels' };
const recoverable = { ...openai, recoverable: true };

/** Stands for the id of the asset that is the picture of a character. */
const castPicture = 'CAST_PICTURE';
const cast = {
  characters: [
    { id: 'hare', name: 'Hare', description: 'a lean brown hare in a red scarf', references: [castPicture] },
  ],
};

const drafts = {
  // Every state a story can be in.
  queued: { panels: 3, batchSize: 2, render: storyboard },
  composing: { panels: 3, batchSize: 2, render: storyboard },
  completed: { panels: 3, batchSize: 2, render: fal, more: cast },
  paused: { panels: 2, batchSize: 2, render: fal, continueBy: 'resume' },
  approval: { panels: 4, batchSize: 2, render: { ...fal, approveAfter: 1 }, continueBy: 'approve' },
  failure: { panels: 2, batchSize: 2, render: fal, continueBy: 'resume' },
  budget: { panels: 3, batchSize: 1, render: fal, more: { budget: { maxUsd: 0.05 } }, continueBy: 'raise-budget' },
  cancelled: { panels: 2, batchSize: 2, render: fal, ends: 'cancelled' },
  // Records of every way a request is made.
  'drawn-openai': { panels: 2, batchSize: 1, render: openai },
  'drawn-recoverable': { panels: 2, batchSize: 2, render: recoverable },
  'drawn-series': { panels: 3, batchSize: 3, render: { ...openai, method: 'series' } },
  'drawn-contact-sheet': { panels: 4, batchSize: 4, render: { ...openai, method: 'contact-sheet' } },
  // Stories a user has changed.
  inserted: { panels: 4, batchSize: 2, render: fal, extra: 1 },
  'inserted-waiting': { panels: 4, batchSize: 2, render: fal, extra: 2 },
  'inserted-at-vendor': { panels: 4, batchSize: 2, render: fal, extra: 1, known: 1 },
  edited: { panels: 4, batchSize: 2, render: fal, extra: 1 },
  takes: { panels: 2, batchSize: 1, render: fal, extra: 2 },
  'retake-waiting': { panels: 4, batchSize: 2, render: fal, extra: 2 },
  'retake-at-vendor': { panels: 4, batchSize: 2, render: fal, extra: 1, known: 1 },
  // A retake of the last frame of batch 1; batch 2 follows.
  'cascade-at-vendor': { panels: 4, batchSize: 2, render: fal, extra: 3, known: 1 },
  // Requests at every vendor.
  'half-drawn': { panels: 8, batchSize: 4, render: fal, more: cast, known: 4 },
  'fal-drawn': { panels: 2, batchSize: 2, render: fal, known: 2 },
  'fal-unknown': { panels: 2, batchSize: 2, render: fal, lost: 2, unknown: 2 },
  'fal-mixed': { panels: 4, batchSize: 4, render: fal, lost: 1, known: 2, unknown: 1 },
  'paused-at-fal': { panels: 2, batchSize: 2, render: fal, known: 2, continueBy: 'resume' },
  'cancelled-at-fal': { panels: 2, batchSize: 2, render: fal, known: 2, ends: 'cancelled' },
  'response-running': { panels: 2, batchSize: 2, render: recoverable, known: 2 },
  'response-drawn': { panels: 1, batchSize: 1, render: recoverable, known: 1 },
  'response-unknown': { panels: 1, batchSize: 1, render: recoverable, lost: 1, unknown: 1 },
  'series-running': { panels: 3, batchSize: 3, render: { ...openai, method: 'series' }, known: 1 },
  'paused-at-openai': { panels: 1, batchSize: 1, render: recoverable, known: 1, continueBy: 'resume' },
  'cancelled-at-openai': { panels: 1, batchSize: 1, render: recoverable, known: 1, ends: 'cancelled' },
  'openai-cut-off': { panels: 3, batchSize: 3, render: openai, lost: 2, unknown: 2 },
  'openai-ask': {
    panels: 1,
    batchSize: 1,
    render: { ...openai, unknownOutcome: 'ask' },
    lost: 1,
    unknown: 1,
    continueBy: 'resume',
  },
  'azure-cut-off': { panels: 1, batchSize: 1, render: azure, lost: 1, unknown: 1 },
  'compatible-cut-off': { panels: 1, batchSize: 1, render: compatible, lost: 1, unknown: 1 },
} satisfies Record<string, Draft>;

export type StoryName = keyof typeof drafts;

/** The spec as it is submitted: with the picture of its character. */
export const specWithCast = ({ spec }: Pick<StoryPlan, 'spec'>, asset: string): object =>
  JSON.parse(JSON.stringify(spec).replaceAll(castPicture, asset)) as object;

/** What panel `word` of a story asks for; no other panel of any story asks for the same. */
export const promptOf = (name: string, word: number | string): string => `In ${name} the hare passes tree ${word}.`;

/** The pictures a prompt asks for, each by its story and panel. */
export const askedBy = (prompt: string): { readonly name: string; readonly word: string }[] =>
  [...prompt.matchAll(/In (\S+) the hare passes tree (\w+)\./g)].map(([, name = '', word = '']) => ({ name, word }));

export const storyPlans = Object.fromEntries(
  Object.entries(drafts).map(([name, draft]: [string, Draft]) => [name, planStory(name, draft)]),
) as Readonly<Record<StoryName, StoryPlan>>;

function planStory(name: string, draft: Draft): StoryPlan {
  const { panels, batchSize, render, more = {}, extra = 0, lost = 0, known = 0, unknown = 0 } = draft;
  const characters = 'characters' in more ? ['hare'] : [];
  return {
    name,
    spec: {
      title: `${name} story`,
      style: `ink, ${name}`,
      ...more,
      panels: Array.from({ length: panels }, (_, index) => ({
        prompt: promptOf(name, index + 1),
        characters,
        text: [{ kind: 'caption', text: `Tree ${index + 1}` }],
      })),
      render: { batchSize, ...render },
      book: { formats: ['cbz'] },
    },
    pictures: panels + extra,
    lost,
    atVendor: { known, unknown },
    continueBy: draft.continueBy ?? null,
    ends: draft.ends ?? 'completed',
  };
}
