import { type CastOf, picturesByName } from '../cast-pictures.ts';
import { type ContinuedStory, referencesOfChapter } from '../chapters/continued-story.ts';
import type { FrameSizes } from '../layout/frame-sizes.ts';
import type { PixelSize } from '../picture.ts';
import { namedFrames } from '../prompts/named-frames.ts';
import type { AvailableReferences, NamedFrame, OrderedReference } from '../prompts/order-references.ts';
import type { LeftOut } from '../prompts/plan-references.ts';
import type { PromptPanel } from '../prompts/prompt-parts.ts';
import type { Recipe } from '../prompts/recipes.ts';
import { tileSize } from '../prompts/tile.ts';
import { isOneSetting } from '../scenes.ts';
import type { Method, StorySpec } from '../story-spec.ts';
import type { Model } from './model.ts';
import { drawsSingly, splitBatch } from './split-batch.ts';

/**
 * Whether panel 1 is drawn before the rest of its batch and given to them: where each panel is a request, with a cast of which
 * there is no picture, since requests without a common picture would invent as many casts. A next chapter has the frames of the story
 * that it continues.
 */
export const startsFromWords = (
  batch: number,
  method: Method,
  characters: readonly { readonly references: readonly unknown[] }[],
  continued?: unknown,
): boolean =>
  batch === 1 &&
  continued === undefined &&
  drawsSingly(method) &&
  characters.length > 0 &&
  characters.every(({ references }) => references.length === 0);

export type PricedPanel = PromptPanel & { readonly id: string; readonly times: number };

/** A batch to be priced: a place in the chain, and the panels whose frames go along with it, by id. */
export interface PricedBatch {
  /** From 1. */
  readonly place: number;
  /** In chain order. `times`: how often it is drawn; 0: it is only there. */
  readonly panels: readonly PricedPanel[];
  /** The first panel of the chain. */
  readonly anchor: string;
  /** The last panel of the batch before; null for the first batch. */
  readonly before: string | null;
  /** Id of the scene that one shows. */
  readonly sceneBefore?: string | undefined;
  /** Panels that panels of this batch may name, by the name, with their ids and scenes; each is taken to have its frame by then. */
  readonly named?: ReadonlyMap<string, { readonly id: string; readonly scene?: string | undefined }>;
}

/** A request as it will be made, before any of its pictures is there. */
export interface PricedRequest {
  readonly method: Method;
  readonly panels: readonly [PricedPanel, ...PricedPanel[]];
  /** Cast pictures by their name in the story, frames by `frameOf`. */
  readonly references: readonly OrderedReference<string>[];
  readonly leftOut: readonly LeftOut<string>[];
  readonly panelsSinceReference: number;
  readonly distance: number;
  /** 0: the panel's drawing; n: the n-th further one. */
  readonly take: number;
}

/** The parts of a story that its pictures are chosen by. */
export type ReferencedStory = CastOf<string> & {
  readonly scenes?: StorySpec['scenes'];
  readonly render?: Pick<StorySpec['render'], 'chain'>;
  /** What the first batch continues from, of a next chapter. */
  readonly continued?: ContinuedStory<string> | undefined;
};

interface Plan {
  readonly story: ReferencedStory;
  readonly model: Model;
  readonly method: Method;
  readonly planReferences: Recipe['planReferences'];
  readonly sizeOf: FrameSizes;
}

/** Pictures that go along, by name. */
interface Frames extends Omit<AvailableReferences<string>, 'cast' | 'things' | 'style'> {
  readonly frames: ReadonlyMap<string, NamedFrame<string>>;
  /** Place in the batch of the panel the reference frame shows; 0: it stands before the batch. */
  readonly after: number;
}

/**
 * The requests of a batch, in the order and with the pictures they are drawn with: panels side by side, the first one before
 * the others where it has to show them the cast; what is drawn together in groups, each of which continues from the one before.
 * Panels of a group that are not all wanted are drawn one by one.
 */
export function planPricedRequests(batch: PricedBatch, plan: Plan): PricedRequest[] {
  const { place, panels, anchor, before } = batch;
  if (panels.every(({ times }) => times === 0)) return [];
  const { method, story, model, sizeOf } = plan;
  const start: Frames = {
    ...(place === 1
      ? referencesOfChapter(story.continued)
      : {
          anchor: frameOf(anchor),
          referenceFrame: before === null ? null : frameOf(before),
          frameScene: batch.sceneBefore,
        }),
    frames: new Map(
      panels.flatMap(namedFrames).flatMap((name) => {
        const panel = batch.named?.get(name);
        return panel ? [[name, { picture: frameOf(panel.id), scene: panel.scene }] as const] : [];
      }),
    ),
    after: 0,
  };
  const { characters, continued } = story;
  if (drawsSingly(method)) {
    const first = startsFromWords(place, method, characters, continued) ? panels.slice(0, 1) : [];
    return [
      ...singly(first, batch, start, plan),
      ...singly(
        panels.slice(first.length),
        batch,
        first.length > 0 ? { ...start, anchor: frameOf(anchor) } : start,
        plan,
      ),
    ];
  }
  const requests: PricedRequest[] = [];
  let frames = start;
  const groups = splitBatch(
    model,
    method,
    panels,
    choose(panels, frames, plan).sent.length,
    ({ id }) => sizeOf(id),
    (open, panel) => isOneSetting(story, open, panel),
  );
  for (const group of groups) {
    const whole = group.every(({ times }) => times > 0);
    if (whole) requests.push(request(method, group, batch, frames, plan, 0));
    requests.push(...singly(group, batch, frames, plan, whole ? 1 : 0));
    const last = group.at(-1);
    if (last === undefined) continue;
    frames = {
      ...frames,
      anchor: frames.anchor ?? frameOf(anchor),
      referenceFrame: frameOf(last.id),
      frameFrom: undefined,
      frameScene: last.scene,
      after: panels.indexOf(last) + 1,
    };
  }
  return requests;
}

function singly(
  panels: readonly PricedPanel[],
  batch: PricedBatch,
  frames: Frames,
  plan: Plan,
  firstTake = 0,
): PricedRequest[] {
  return panels.flatMap((panel) =>
    Array.from({ length: Math.max(0, panel.times - firstTake) }, (_, index) =>
      request(drawsSingly(plan.method) ? plan.method : 'panels', [panel], batch, frames, plan, firstTake + index),
    ),
  );
}

function request(
  method: Method,
  group: readonly PricedPanel[],
  { panels, before }: PricedBatch,
  frames: Frames,
  plan: Plan,
  take: number,
): PricedRequest {
  const [first, ...others] = group as [PricedPanel, ...PricedPanel[]];
  const place = panels.indexOf(first) + 1;
  const { sent, leftOut } = choose(group, frames, plan);
  return {
    method,
    panels: [first, ...others],
    references: sent,
    leftOut,
    panelsSinceReference: before === null ? 0 : place,
    distance: frames.referenceFrame === null ? 0 : place - frames.after,
    take,
  };
}

const choose = (panels: readonly PromptPanel[], frames: Frames, { story, model, planReferences }: Plan) =>
  planReferences({
    story,
    panels,
    available: { ...picturesByName(story), ...frames },
    model,
    identify: (picture) => picture,
    tile: tileOf,
  });

/** Stands for a frame that is not drawn yet; a reference of a character never begins with NUL. */
const framePrefix = '\0frame ';
const frameOf = (panel: string): string => `${framePrefix}${panel}`;

/** The panel whose frame a reference is; null for a picture of the cast. */
export const panelOfFrame = (picture: string): string | null =>
  picture.startsWith(framePrefix) ? picture.slice(framePrefix.length) : null;

/** Stands for a tile that is not composed yet. */
const tilePrefix = '\0tile ';
const tileOf = (cells: readonly string[]): string => `${tilePrefix}${cells.join('\0')}`;

/** The size of the tile that a reference is; null for another picture. */
export const tileSizeOf = (picture: string): PixelSize | null =>
  picture.startsWith(tilePrefix) ? tileSize(picture.slice(tilePrefix.length).split('\0').length) : null;
