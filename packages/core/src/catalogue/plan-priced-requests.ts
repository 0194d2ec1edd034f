import type { FrameSizes } from '../layout/frame-sizes.ts';
import type { OrderedReference } from '../prompts/order-references.ts';
import type { PromptPanel } from '../prompts/prompt-parts.ts';
import type { Recipe } from '../prompts/recipes.ts';
import type { Method, StorySpec } from '../story-spec.ts';
import type { Model } from './model.ts';
import { drawsSingly, splitBatch } from './split-batch.ts';

/**
 * Whether panel 1 is drawn before the rest of its batch and given to them: where each panel is a request, with a cast of which
 * there is no picture, since requests without a common picture would invent as many casts.
 */
export const startsFromWords = (
  batch: number,
  method: Method,
  characters: readonly { readonly references: readonly unknown[] }[],
): boolean =>
  batch === 1 &&
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
}

/** A request as it will be made, before any of its pictures is there. */
export interface PricedRequest {
  readonly method: Method;
  readonly panels: readonly [PricedPanel, ...PricedPanel[]];
  /** Cast pictures by their name in the story, frames by `frameOf`. */
  readonly references: readonly OrderedReference<string>[];
  readonly panelsSinceReference: number;
  readonly distance: number;
  /** 0: the panel's drawing; n: the n-th further one. */
  readonly take: number;
}

interface Plan {
  readonly characters: StorySpec['characters'];
  readonly model: Model;
  readonly method: Method;
  readonly orderReferences: Recipe['orderReferences'];
  readonly sizeOf: FrameSizes;
}

/** Pictures that go along, by name. */
interface Frames {
  readonly anchor: string | null;
  readonly referenceFrame: string | null;
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
  const start: Frames = {
    anchor: place > 1 ? frameOf(anchor) : null,
    referenceFrame: before === null ? null : frameOf(before),
    after: 0,
  };
  const { method, characters, model, sizeOf } = plan;
  if (drawsSingly(method)) {
    const first = startsFromWords(place, method, characters) ? panels.slice(0, 1) : [];
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
  for (const group of splitBatch(model, method, panels, order(panels, frames, plan).length, ({ id }) => sizeOf(id))) {
    const whole = group.every(({ times }) => times > 0);
    if (whole) requests.push(request(method, group, batch, frames, plan, 0));
    requests.push(...singly(group, batch, frames, plan, whole ? 1 : 0));
    const last = group.at(-1);
    if (last === undefined) continue;
    frames = {
      anchor: frames.anchor ?? frameOf(anchor),
      referenceFrame: frameOf(last.id),
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
  return {
    method,
    panels: [first, ...others],
    references: order(group, frames, plan),
    panelsSinceReference: before === null ? 0 : place,
    distance: frames.referenceFrame === null ? 0 : place - frames.after,
    take,
  };
}

function order(
  panels: readonly PromptPanel[],
  frames: Frames,
  { characters, model, orderReferences }: Plan,
): OrderedReference<string>[] {
  const cast = new Map(characters.map(({ id, references }) => [id, references] as const));
  return orderReferences({ cast, ...frames }, presentIn(panels), model.maxReferences, (picture) => picture);
}

/** Stands for a frame that is not drawn yet; a reference of a character never begins with NUL. */
const framePrefix = '\0frame ';
const frameOf = (panel: string): string => `${framePrefix}${panel}`;

/** The panel whose frame a reference is; null for a picture of the cast. */
export const panelOfFrame = (picture: string): string | null =>
  picture.startsWith(framePrefix) ? picture.slice(framePrefix.length) : null;

/** Ids of the characters of these panels, in order of appearance. */
export const presentIn = (panels: readonly { readonly characters: readonly string[] }[]): string[] => [
  ...new Set(panels.flatMap(({ characters }) => characters)),
];
