import {
  type CastOf,
  type ContinuedStory,
  coverPanel,
  coverSize,
  coverSpec,
  type FrameSizes,
  findModel,
  isOneSetting,
  mapContinued,
  mapPictures,
  type NamedFrame,
  type PanelSpec,
  type Picture,
  picturesByName,
  planBatches,
  planPlates,
  platePanel,
  plateSize,
  plateSpec,
  plateStages,
  referencesOfChapter,
  type StorySpec,
  splitBatch,
  startsFromWords,
  withCharacterIds,
  withPlates,
} from '@nextpanel/core';
import type { ClaimedPanel, StoredFrame, StoredReference, StoredSpec } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { type BatchReferences, type PlannedRequest, planRequests, type Round } from '../draw/plan-requests.ts';
import { isComplete, readRecord } from '../record.ts';

/** A story as it would be drawn, before it is stored. Pictures that are not known yet are null: what goes along with them has no key. */
export interface ForeseenStory
  extends Pick<StorySpec, 'panels' | 'language' | 'scenes' | 'plates' | 'book' | 'readingDirection'>,
    CastOf<StoredReference | null> {
  readonly continued?: ContinuedStory<StoredReference> | undefined;
  readonly render: StoredSpec['render'];
  readonly recipe: number;
  /** By panel number. */
  readonly sizeOf: FrameSizes;
}

type ForeseeContext = Pick<Context, 'artifacts' | 'catalogue' | 'providers'>;

/** What would be recalled for free. */
export interface ForeseenRecalls {
  /** Numbers of panels. */
  readonly panels: ReadonlySet<string>;
  /** Ids of plates. */
  readonly plates: ReadonlySet<string>;
  /** The id of the cover, if it is. */
  readonly cover: ReadonlySet<string>;
}

/** Frames by panel number. */
type Frames = ReadonlyMap<string, StoredFrame>;

/**
 * Numbers of the panels whose frames exist already and would be recalled for free. The keys of a batch name the frames before it,
 * so they can be computed for as long as the chain itself is recalled: from its first frame and the last one of each batch.
 */
export async function foreseeRecalls(
  context: ForeseeContext,
  tenant: string,
  story: ForeseenStory,
): Promise<ForeseenRecalls> {
  const recalled = new Set<string>();
  const frames = new Map<string, NamedFrame<Picture>>();
  const { recall, provider } = story.render;
  if (!recall || !context.providers.has(provider) || !(await context.artifacts.mayHaveRecords(tenant)))
    return { panels: recalled, plates: new Set(), cover: new Set() };
  const plates = await foreseePlates({ context, tenant, story });
  const plated = withFoundPlates(story, plates);
  let anchor: StoredFrame | null = null;
  let before: StoredFrame | null = null;
  for (const { number, first, last } of planBatches(story.panels.length, story.render.batchSize)) {
    const batch: Batch = {
      context,
      tenant,
      story: plated,
      number,
      first,
      panels: claim(story, first, last),
      anchor,
      before,
      frames,
    };
    const found: Frames = await foreseeBatch(batch);
    for (const [number, frame] of found) {
      recalled.add(number);
      const { id, scene } = story.panels[Number(number) - 1] ?? {};
      if (id !== undefined) frames.set(id, { picture: asPicture(frame), scene });
    }
    anchor ??= found.get('1') ?? null;
    before = found.get(String(last)) ?? null;
    if (anchor === null || before === null) break;
  }
  const found = anchor && before && (await foreseeCover({ context, tenant, story: plated, anchor, before, frames }));
  return { panels: recalled, plates: new Set(plates.keys()), cover: new Set(found ? [coverPanel] : []) };
}

interface Batch {
  readonly context: ForeseeContext;
  readonly tenant: string;
  readonly story: ForeseenStory;
  readonly number: number;
  /** Number of its first panel. */
  readonly first: number;
  readonly panels: readonly ClaimedPanel[];
  readonly anchor: StoredFrame | null;
  readonly before: StoredFrame | null;
  /** Of panels that others may name, by their own id. */
  readonly frames: ReadonlyMap<string, NamedFrame<Picture>>;
}

const claim = ({ panels }: ForeseenStory, first: number, last: number): ClaimedPanel[] =>
  panels
    .slice(first - 1, last)
    .map((spec, index) => claimOne(String(first + index), { number: first + index, place: index + 1, spec }));

const claimOne = (
  id: string,
  { number, place, spec }: { readonly number: number; readonly place: number; readonly spec: PanelSpec },
): ClaimedPanel => ({
  id,
  number,
  place,
  target: id,
  further: false,
  art: 0,
  spec,
  redraw: 0,
  asked: false,
  kept: null,
  carried: false,
  stays: false,
});

/** Whether a cover would be recalled: its key names the first and the last frame. */
async function foreseeCover(
  batch: Pick<Batch, 'context' | 'tenant' | 'story' | 'frames'> & {
    readonly anchor: StoredFrame;
    readonly before: StoredFrame;
  },
): Promise<boolean> {
  const { context, story, anchor, before, frames } = batch;
  const spec = coverSpec(story.book.cover);
  if (spec === null) return false;
  const size = coverSize(story, findModel(story.render, context.catalogue));
  const last = story.panels.length;
  const cover = claimOne(coverPanel, { number: 0, place: 1, spec });
  const found = await lookUp(
    { ...batch, story: { ...story, sizeOf: () => size }, number: 0, first: last + 1, panels: [cover] },
    {
      method: 'panels',
      groups: [[cover]],
      references: {
        ...referencesOf(story),
        anchor: asPicture(anchor),
        referenceFrame: asPicture(before),
        frameScene: story.panels.at(-1)?.scene,
        frames,
      },
    },
  );
  return found.has(coverPanel);
}

/** The plates there are records of, stage by stage: the keys of a stage name the plates before it. */
async function foreseePlates({
  context,
  tenant,
  story,
}: Pick<Batch, 'context' | 'tenant' | 'story'>): Promise<ReadonlyMap<string, StoredFrame>> {
  const found = new Map<string, StoredFrame>();
  const planned = planPlates(story, drawnPanels(story));
  const provider = context.providers.get(story.render.provider);
  if (planned.length === 0 || !provider) return found;
  const model = findModel(story.render, context.catalogue);
  for (const stage of plateStages) {
    const plates = planned.filter(({ kind }) => kind === stage);
    if (plates.length === 0) continue;
    const plated = withFoundPlates(story, found);
    const requests = planRequests(
      {
        method: 'panels',
        groups: plates.map(({ id }) => [blankPlate(story, id)]),
        references: referencesOf(plated),
      },
      {
        tenant,
        spec: plated as unknown as StoredSpec,
        sizeOf: () => plateSize(model),
        reference: null,
      },
      provider,
      model,
    );
    await Promise.all(
      requests.map(async (request, index) => {
        if (!isKnown(request)) return;
        const [frame] = await framesOf(context, tenant, request);
        const id = plates[index]?.id;
        if (frame && id !== undefined) found.set(id, frame);
      }),
    );
  }
  return found;
}

/** Everything that plates may go along with. */
const drawnPanels = ({ panels, book }: Pick<ForeseenStory, 'panels' | 'book'>): readonly PanelSpec[] => {
  const cover = coverSpec(book.cover);
  return cover === null ? panels : [...panels, cover];
};

const withFoundPlates = (story: ForeseenStory, plates: ReadonlyMap<string, StoredFrame>): ForeseenStory => {
  const known = new Map<string, StoredReference | null>(
    planPlates(story, drawnPanels(story)).map(({ id }) => [id, null]),
  );
  for (const [id, frame] of plates) known.set(id, frame);
  return known.size === 0 ? story : { ...story, ...withPlates<StoredReference | null>(story, known) };
};

const referencesOf = (story: ForeseenStory): BatchReferences => ({
  ...picturesByName(mapPictures(story, (picture) => asPicture(picture ?? unknownPicture))),
  anchor: null,
  referenceFrame: null,
});

const blankPlate = (story: ForeseenStory, plate: string): ClaimedPanel =>
  claimOne(platePanel(plate), { number: 0, place: 1, spec: plateSpec(story, plate) });

/** The rounds in which `drawPanels` would draw it, for as long as each finds what the next one needs. */
async function foreseeBatch(batch: Batch): Promise<Frames> {
  const { story, number, first: firstNumber, panels, anchor, before } = batch;
  const { method } = story.render;
  let references: BatchReferences = {
    ...referencesOf(story),
    ...(number === 1
      ? referencesOfChapter(story.continued && mapContinued(story.continued, asPicture))
      : {
          anchor: anchor && asPicture(anchor),
          referenceFrame: before && asPicture(before),
          frameScene: story.panels[firstNumber - 2]?.scene,
        }),
    frames: batch.frames,
  };
  const singly = (asked: readonly ClaimedPanel[]): Round => ({
    method: 'panels',
    groups: asked.map((panel) => [panel]),
    references,
  });
  const [first, ...rest] = panels;
  if (method === 'panels') {
    if (!first || !startsFromWords(number, method, story.characters, story.continued))
      return lookUp(batch, singly(panels));
    const frames = await lookUp(batch, singly([first]));
    const drawn = frames.get(first.target);
    if (drawn === undefined) return frames;
    references = { ...references, anchor: asPicture(drawn) };
    return new Map([...frames, ...(await lookUp(batch, singly(rest)))]);
  }
  const found = new Map<string, StoredFrame>();
  const count =
    [...references.cast.values()].flat().length + (references.anchor ? 1 : 0) + (references.referenceFrame ? 1 : 0);
  const model = findModel(story.render, batch.context.catalogue);
  let after = 0;
  const shown = (panel: ClaimedPanel) => withCharacterIds(panel.spec);
  const groups = splitBatch(
    model,
    method,
    panels,
    count,
    ({ id }) => story.sizeOf(id),
    (open, panel) => isOneSetting(story, open.map(shown), shown(panel)),
  );
  for (const group of groups) {
    const frames = await lookUp(batch, { method, groups: [group], references, after });
    for (const [target, frame] of frames) found.set(target, frame);
    const [head, last] = [found.get(first?.target ?? ''), group.at(-1)];
    const end = last && frames.get(last.target);
    if (!head || !last || !end) break;
    references = {
      ...references,
      anchor: references.anchor ?? (number === 1 ? asPicture(head) : null),
      referenceFrame: asPicture(end),
      frameFrom: undefined,
      frameScene: last.spec.scene,
    };
    after = last.place;
  }
  return found;
}

async function lookUp(batch: Batch, round: Round): Promise<Frames> {
  const { context, tenant, story, first, before } = batch;
  const provider = context.providers.get(story.render.provider);
  if (!provider) return new Map();
  const { groups } = round;
  const planned = planRequests(
    round,
    {
      tenant,
      // Of the stored form only what composes requests is read, and references that are not known are kept out above.
      spec: story as unknown as StoredSpec,
      sizeOf: story.sizeOf,
      reference: before && { panel: String(first - 1), number: first - 1, frame: before },
    },
    provider,
    findModel(story.render, context.catalogue),
  );
  const found = new Map<string, StoredFrame>();
  await Promise.all(
    planned.map(async (request, index) => {
      if (!isKnown(request)) return;
      for (const [at, frame] of (await framesOf(context, tenant, request)).entries()) {
        const target = groups[index]?.[at]?.target;
        if (target !== undefined && frame !== null) found.set(target, frame);
      }
    }),
  );
  return found;
}

async function framesOf(
  context: ForeseeContext,
  tenant: string,
  { key, olderKeys }: PlannedRequest,
): Promise<readonly (StoredFrame | null)[]> {
  const record = await readRecord(context, tenant, key);
  if (record && isComplete(record)) return record.frames;
  for (const older of olderKeys()) {
    const known = await readRecord(context, tenant, older);
    if (known && isComplete(known)) return known.frames;
  }
  return [];
}

/** Stands for a picture that is not known yet: the key of what goes along with it is another one. */
const unknownPicture: StoredReference = { sha256: 'unknown', width: 1, height: 1, mime: 'image/png' };

const isKnown = ({ references }: PlannedRequest): boolean =>
  references.every(({ sha256 }) => !sha256.includes(unknownPicture.sha256));

/** Keys name pictures by their hash; the bytes are not needed. */
const asPicture = (picture: StoredReference | StoredFrame): Picture => ({ ...picture, bytes: new Uint8Array() });
