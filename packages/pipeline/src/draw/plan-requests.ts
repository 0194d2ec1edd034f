import { randomUUID } from 'node:crypto';
import {
  type AvailableReferences,
  askedCover,
  castInOrder,
  type DrawRequest,
  type FramePanels,
  type FrameSizes,
  findRecipe,
  isCoverPanel,
  isPlatePanel,
  type LeftOutPicture,
  type Method,
  type Model,
  NextpanelError,
  nameEarlierFrame,
  nameRole,
  type OrderedReference,
  olderRecipes,
  type Picture,
  type PlannedReferences,
  type Provider,
  planPlateRequest,
  plateKindOf,
  plateOf,
  type Recipe,
  type ReferenceRole,
  requestKey,
  type SentPicture,
  say,
  usesNewFields,
  withCharacterIds,
} from '@nextpanel/core';
import type { ClaimedBatch, ClaimedPanel, KnownRequest, OrderedFrame } from '@nextpanel/store';
import { composeRetouch, figuresOn, type RetouchPictures, retouchingOf } from './compose-retouch.ts';
import {
  describeSending,
  isScaled,
  isTile,
  type PlannedPicture,
  planSent,
  planTile,
  type TilePicture,
} from './planned-pictures.ts';
import { parametersOf } from './request-parameters.ts';

/** The pictures there are for the requests of a batch. */
export interface BatchReferences extends AvailableReferences<Picture> {
  /** What retouches need, by panel. */
  readonly retouches?: ReadonlyMap<string, RetouchPictures>;
}

/** Requests to be made side by side, with the same pictures: each group of panels is one request. */
export interface Round {
  readonly method: Method;
  readonly groups: readonly (readonly ClaimedPanel[])[];
  readonly references: BatchReferences;
  /** Place in the batch of the panel whose frame is the reference frame; 0: it is the last one of the batch before. */
  readonly after?: number;
}

/** A new request and where its frames go. */
export interface PlannedRequest extends DrawRequest {
  readonly frames: readonly OrderedFrame[];
  /** Tiles among them are composed, and others scaled, before they are ordered, see `preparePictures`. */
  readonly references: readonly PlannedPicture[];
  /** Why each of the references goes along, and what does not. */
  readonly sent: readonly SentPicture[];
  readonly leftOut: readonly LeftOutPicture[];
  /** The anchor and the batch's reference frame among its references. */
  readonly from: KnownRequest['from'];
  /** 0; n for the n-th retake. */
  readonly redraw: number;
  /** The key the same request has as the first drawing, where this one is a retake of a single panel. */
  readonly firstKey?: string;
  /**
   * Keys under which older recipes may have drawn the same; none for a retake, which asks for a new picture. They are composed when they
   * are asked for: most requests find a record under their own key, or belong to a tenant that has none.
   */
  readonly olderKeys: () => readonly string[];
  /** The same request as another retake, under that retake's key. */
  asRedraw(redraw: number): PlannedRequest;
}

/** The requests of a round, with the references that go along, see `orderReferences`. Throws `prompt_too_long`. */
export function planRequests(
  round: Round,
  batch: PlannedBatch,
  provider: Pick<Provider, 'id' | 'parameters'>,
  model: Model,
): PlannedRequest[] {
  const recipe = findRecipe(batch.spec.recipe);
  const composed = composeRequests(recipe, round, batch, model);
  const keys = planKeys(composed, batch, provider, round.groups);
  // Neither pictures of the style nor an earlier story are fields of a panel.
  const isNewStory = typeof batch.spec.style === 'object' || batch.spec.continued !== undefined;
  const older = once(() => olderRecipes(recipe).map((known) => planOlderKeys(known, round, batch, provider, model)));
  // What was drawn from the whole pictures is as good.
  const unscaled = once(() => planOlderKeys({ ...recipe, scalesReferences: false }, round, batch, provider, model));
  return round.groups.map((group, index) => {
    const request = composed[index] as ComposedRequest;
    const keyOf = keys[index] as KeyOf;
    const retouch = retouchOf(group, round.references)?.panel.retouch;
    // What follows from a retouch follows from what it changed.
    const from = retouch
      ? (retouch.from ?? { anchor: null, reference: null })
      : wentAlong(request, round.references, batch);
    const plan = (redraw: number): PlannedRequest => ({
      ...request,
      // Of the same seed a retake would be the same picture.
      ...(request.seed !== undefined && { seed: (request.seed + redraw) % 2 ** 31 }),
      id: randomUUID(),
      key: keyOf(redraw),
      frames: group.map(({ id, target, art, redraw: nth, spec }) => ({
        panel: id,
        target,
        art,
        redraw: nth,
        ...(spec.characters.length > 0 && { cast: spec.characters }),
        ...(retouch?.cast && { cast: retouch.cast }),
        ...(retouch && { retouch: retouchingOf(retouch) }),
      })),
      from,
      redraw,
      ...(redraw > 0 && !retouch && group.every(({ further }) => !further) && { firstKey: keyOf(0) }),
      olderKeys: () =>
        redraw > 0
          ? []
          : [
              ...(request.references.some(isScaled) ? [unscaled()[index]?.(0) ?? []] : []),
              ...(isNewStory || group.some(({ spec }) => usesNewFields({ ...withCharacterIds(spec), number: 0 }))
                ? []
                : older().map((known) => known[index]?.(0) ?? [])),
            ].flat(),
      asRedraw: plan,
    });
    return plan(Math.max(...group.map((panel) => panel.redraw)));
  });
}

/** Calls `make` when its result is asked for, and once. */
function once<Result>(make: () => Result): () => Result {
  let made: { readonly result: Result } | undefined;
  return () => {
    made ??= { result: make() };
    return made.result;
  };
}

type PlannedBatch = Pick<ClaimedBatch, 'spec' | 'reference' | 'tenant'> & {
  readonly sizeOf: FrameSizes;
  readonly anchorPanel?: string | null;
  /** The panels of the batch, by which the one before a request of the same batch is named. */
  readonly panels?: readonly ClaimedPanel[];
};
export type ComposedRequest = Omit<DrawRequest, 'id' | 'key'> & Pick<PlannedRequest, 'references' | 'sent' | 'leftOut'>;
/** The key of a request by the number of its retake. */
type KeyOf = (redraw: number) => string;

/** What each group of a round asks for by one recipe. */
function composeRequests(
  recipe: Recipe,
  { method, groups, references, after = 0 }: Round,
  { spec, reference, anchorPanel = null, panels, sizeOf }: PlannedBatch,
  model: Model,
): ComposedRequest[] {
  const names = new Map(spec.characters.map(({ id, name }) => [id, name]));
  return groups.map((group) => {
    const retouched = retouchOf(group, references);
    if (retouched) return composeRetouch(retouched.panel, spec, retouched.pictures, model);
    const [plate] = group;
    if (plate && isPlatePanel(plate.id)) return composePlate(plate, { spec, sizeOf }, references, model, recipe);
    const shown = group.map((panel) => ({
      ...withCharacterIds(isCoverPanel(spec, panel.id) ? askedCover(panel.spec) : panel.spec),
      number: panel.number,
    }));
    const { sent, leftOut } = recipe.planReferences<Picture | TilePicture>({
      story: spec,
      panels: shown,
      available: references,
      model,
      identify: ({ sha256 }) => sha256,
      tile: planTile,
    });
    const [first, ...others] = shown;
    const [head] = group;
    if (!first || !head) throw new Error('a request draws at least one panel');
    const size = sizeOf(head.id);
    const request = { method, size, quality: spec.render.quality, panels: group, references: sent.length };
    const pictures = sent.map(({ picture }) =>
      isTile(picture) ? picture : planSent(picture, model, request, recipe.scalesReferences),
    );
    // Along the chain, which moving panels in the book does not change.
    const { place } = head;
    const framePanels: FramePanels = {
      anchor: references.anchorFrom ? nameEarlierFrame(references.anchorFrom) : anchorPanel,
      lastFrame: references.frameFrom
        ? nameEarlierFrame(references.frameFrom)
        : (panels?.find((panel) => panel.place === after)?.id ?? reference?.panel ?? null),
      continuesFrom: head.spec.continuesFrom,
    };
    return {
      model,
      method,
      size,
      quality: spec.render.quality,
      recoverable: spec.render.recoverable,
      ...parametersOf(spec.render),
      language: spec.language,
      prompt: recipe.composePrompt({
        story: spec,
        method,
        panels: [first, ...others],
        references: sent.map(({ roles }) => roles),
        panelsSinceReference: reference ? place : 0,
        distance: references.referenceFrame ? place - after : 0,
        size,
        model,
      }),
      panels: shown.map(({ number, characters, standing }, index) => ({
        number,
        // In the user's own words: the built-in storyboard writes them below its picture.
        prompt: group[index]?.spec.prompt ?? '',
        characters: castInOrder(characters, [], standing).map((id) => {
          const at = standing.get(id);
          return { id, name: names.get(id) ?? id, ...(at !== undefined && { at }) };
        }),
      })),
      references: pictures,
      referenceFrame: referenceFrameOf({ sent, leftOut }, references),
      sent: sent.map(({ picture, roles, reason = '' }, index) =>
        describeSent(picture, roles, `${reason}${describeSending(pictures[index], model)}`, framePanels),
      ),
      leftOut: leftOut.map(({ role, picture, reason: why }) => ({
        ...nameRole(role, framePanels),
        sha256: picture?.sha256 ?? null,
        reason: why,
      })),
    };
  });
}

/** The retouch that a request is; null: it draws whole panels. */
function retouchOf([panel, ...others]: readonly ClaimedPanel[], { retouches }: BatchReferences) {
  const { retouch, id = '' } = panel ?? {};
  const pictures = retouches?.get(id);
  return panel && retouch && pictures && others.length === 0 ? { panel: { ...panel, retouch }, pictures } : null;
}

/** What a plate asks for. Throws `prompt_too_long`. */
function composePlate(
  { id, spec: panel }: ClaimedPanel,
  { spec, sizeOf }: Pick<PlannedBatch, 'spec' | 'sizeOf'>,
  available: BatchReferences,
  model: Model,
  { scalesReferences }: Pick<Recipe, 'scalesReferences'>,
): ComposedRequest {
  const name = plateOf(id);
  const plate = { id: name, kind: plateKindOf(spec, name) };
  const planned = planPlateRequest(spec, plate, available, model, spec.render.quality);
  const { prompt, references, quality } = planned;
  const nobody: FramePanels = { anchor: null, lastFrame: null };
  const size = sizeOf(id);
  const request = { method: 'panels', size, quality, panels: [panel], references: references.length } as const;
  const pictures = references.map(({ picture }) => planSent(picture, model, request, scalesReferences));
  return {
    model,
    method: 'panels',
    size,
    quality,
    recoverable: spec.render.recoverable,
    ...parametersOf(spec.render),
    language: spec.language,
    prompt,
    // For the built-in storyboard, which draws figures from this and not from the prompt.
    panels: [{ number: 0, prompt: panel.prompt, characters: figuresOn(spec, name) }],
    references: pictures,
    referenceFrame: null,
    sent: references.map(({ picture, roles, reason = '' }, index) =>
      describeSent(picture, roles, `${reason}${describeSending(pictures[index], model)}`, nobody),
    ),
    leftOut: [],
  };
}

/** The frame that the request continues from: one that the panel names, or the last one before, unless it is left out. */
function referenceFrameOf(
  { sent, leftOut }: PlannedReferences<Picture>,
  { referenceFrame }: BatchReferences,
): Picture | null {
  const named = sent.find(({ roles }) => roles.some((role) => role.kind === 'reference-frame' && role.named));
  if (named) return named.picture;
  return leftOut.some(({ role }) => role.kind === 'reference-frame') ? null : referenceFrame;
}

function describeSent(
  picture: Picture | TilePicture,
  roles: OrderedReference<Picture>['roles'],
  reason: string,
  panels: FramePanels,
): SentPicture {
  const [role, ...others] = roles;
  const also = others
    .map((other) => nameRole(other, panels))
    .map(({ role: what, id }) => `${what}${id === null ? '' : ` ${id}`}`);
  return {
    ...nameRole(role, panels),
    sha256: picture.sha256,
    reason: also.length === 0 ? reason : `${reason}; ${say('sent.also', { both: also.join(' and ') })}`,
    ...(isTile(picture) &&
      role.kind === 'tile' && {
        cells: picture.cells.map(({ sha256 }, index) => ({
          id: nameRole(role.cells[index] as ReferenceRole, panels).id ?? '',
          sha256,
        })),
      }),
  };
}

/**
 * The keys of the requests of a round. Requests that ask for the same get pictures of their own: they differ by `occurrence`.
 * Further takes of one panel differ by `redraw`.
 */
function planKeys(
  requests: readonly ComposedRequest[],
  { spec, tenant }: PlannedBatch,
  provider: Pick<Provider, 'id' | 'parameters'>,
  groups: Round['groups'],
): KeyOf[] {
  const seen = new Map<string, string[]>();
  return requests.map((request, index) => {
    const inputs = {
      tenant,
      provider: provider.id,
      model: spec.render.model,
      parameters: {
        method: request.method,
        ...provider.parameters(request),
        ...(request.mask && { mask: request.mask.sha256 }),
      },
      prompt: request.prompt,
      references: request.references.map(({ sha256 }) => sha256),
    };
    const base = requestKey({ ...inputs, redraw: 0, occurrence: 0 });
    const panels = (groups[index] ?? []).map(({ id }) => id).join();
    const alike = seen.get(base) ?? [];
    if (!alike.includes(panels)) seen.set(base, [...alike, panels]);
    const occurrence = (seen.get(base) as string[]).indexOf(panels);
    return (redraw) => (redraw === 0 && occurrence === 0 ? base : requestKey({ ...inputs, redraw, occurrence }));
  });
}

/** The keys by an older recipe; none when its prompts are longer than the model reads, so that it drew nothing. */
function planOlderKeys(
  recipe: Recipe,
  round: Round,
  batch: PlannedBatch,
  provider: Pick<Provider, 'id' | 'parameters'>,
  model: Model,
): readonly KeyOf[] {
  try {
    return planKeys(composeRequests(recipe, round, batch, model), batch, provider, round.groups);
  } catch (error) {
    if (error instanceof NextpanelError && error.code === 'prompt_too_long') return [];
    throw error;
  }
}

/** Which of the story's anchor and the batch's reference frame a request carries. */
function wentAlong(
  { references }: Pick<PlannedRequest, 'references'>,
  { anchor, anchorFrom, referenceFrame }: BatchReferences,
  { reference }: Pick<ClaimedBatch, 'reference'>,
): KnownRequest['from'] {
  const carried = (picture: { readonly sha256: string } | null | undefined) =>
    picture && references.some((it) => (isScaled(it) ? it.original : it).sha256 === picture.sha256)
      ? picture.sha256
      : null;
  return {
    // Frames of an earlier story are copies: nothing of them changes, so nothing drawn from them becomes stale.
    anchor: anchorFrom ? null : carried(anchor),
    // A later request of the same batch continues from the one before it, and through that from the batch's reference frame.
    reference: carried(reference?.frame) ?? (carried(referenceFrame) && (reference?.frame.sha256 ?? null)),
  };
}
