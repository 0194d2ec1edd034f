import {
  coverPanel,
  describePlate,
  isCoverPanel,
  NextpanelError,
  outfitOf,
  type PanelSpec,
  type Plate,
  type PlateView,
  platePanel,
  type StorySpec,
  sceneOf,
  shownBy,
  withCharacterIds,
} from '@nextpanel/core';
import type { PanelFacts, StoredFrame, StoredSpec, StoryHead } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { readDrawnPlates, suppliedPictures } from '../plates.ts';
import { openOldLooks } from './earlier-looks.ts';
import { platesOf } from './plan-redraw.ts';
import { type Scope, storyHead } from './read-story.ts';
import { pictureUrl, viewPictures } from './view-pictures.ts';

type ReadContext = Pick<Context, 'state'>;

/** Everything of a story that pictures belong to: supplied, drawn, to be drawn, or without any. Throws `not_found`. */
export async function listPlates(context: ReadContext, scope: Scope): Promise<PlateView[]> {
  return viewPlates(context, await storyHead(context, scope));
}

/** One of them. Throws `not_found`. */
export async function viewPlate(context: ReadContext, scope: Scope, id: string): Promise<PlateView> {
  const plates = await listPlates(context, scope);
  const plate = plates.find((it) => it.id === id);
  if (plate) return plate;
  throw new NextpanelError(
    'not_found',
    `the story has no plate ${id}; it has: ${plates.map((it) => it.id).join(', ') || 'none'}`,
  );
}

async function viewPlates({ state }: ReadContext, { id, spec, status }: StoryHead): Promise<PlateView[]> {
  const [panels, planned, drawn, batches] = await Promise.all([
    readPanelsAndCover({ state }, { id, spec }),
    platesOf({ state }, { story: id, spec }),
    readDrawnPlates({ state }, id, spec),
    state.read.plates(id),
  ]);
  const [plates, states] = await Promise.all([
    state.read.panels(
      id,
      planned.map((plate) => platePanel(plate.id)),
    ),
    state.read.batchesById(
      id,
      batches.map((batch) => batch.id),
    ),
  ]);
  const isOldLook = openOldLooks(spec);
  const inWork = new Set(states.flatMap((batch) => (batch.status === 'drawing' ? batch.panels : [])));
  return everyPlate(spec).map(({ id: name, kind }) => {
    const facts = plates.find((plate) => plate.id === platePanel(name));
    const supplied = suppliedPictures(spec, name);
    const frame = facts?.selected ?? facts?.kept ?? null;
    const shown = panels.filter((panel) => showsPlate(spec, panel.spec, name));
    const stale = stalePictures(shown, name, drawn, isOldLook);
    const isInWork = status === 'plates' && inWork.has(platePanel(name)) && !facts?.kept;
    return {
      id: name,
      kind,
      description: describePlate(spec, name),
      status: statusOf({ facts, supplied, frame, isInWork }),
      pictures: [...supplied, ...(supplied.length === 0 && frame ? [frame] : [])].map(({ sha256 }) => ({
        sha256,
        url: pictureUrl(id, sha256),
      })),
      take: facts?.take ?? null,
      takes: facts?.takes ?? 0,
      frame: frame && {
        sha256: frame.sha256,
        width: frame.width,
        height: frame.height,
        url: pictureUrl(id, frame.sha256),
      },
      ...viewPictures(id, frame ?? {}),
      failure: facts?.failure ?? null,
      ...namePictures(shown),
      stale: namePictures(stale).panels,
      staleCover: namePictures(stale).cover,
    };
  });
}

function statusOf({
  facts,
  supplied,
  frame,
  isInWork,
}: {
  readonly facts: PanelFacts | undefined;
  readonly supplied: readonly unknown[];
  readonly frame: StoredFrame | null;
  readonly isInWork: boolean;
}): PlateView['status'] {
  if (!facts) return supplied.length > 0 ? 'supplied' : 'none';
  if (facts.failure) return 'failed';
  if (isInWork) return 'drawing';
  return frame && !facts.asked ? 'drawn' : 'waiting';
}

/** Every panel of a story, and its cover where that is drawn. */
export async function readPanelsAndCover(
  { state }: ReadContext,
  { id, spec }: Pick<StoryHead, 'id' | 'spec'>,
): Promise<PanelFacts[]> {
  const order = await state.read.order(id);
  return state.read.panels(id, isCoverPanel(spec, coverPanel) ? [...order, coverPanel] : order);
}

/** Panels by their numbers, and whether the cover is among them: it has none. */
export const namePictures = (pictures: readonly PanelFacts[]): { panels: number[]; cover: boolean } => ({
  panels: pictures.flatMap(({ id, number }) => (id === coverPanel ? [] : [number])),
  cover: pictures.some(({ id }) => id === coverPanel),
});

/** Panels that were drawn from another picture of it than the selected one, or by other words or pictures of the story. */
const stalePictures = (
  panels: readonly PanelFacts[],
  name: string,
  drawn: ReadonlyMap<string, Pick<StoredFrame, 'sha256'>>,
  isOldLook: ReturnType<typeof openOldLooks>,
): PanelFacts[] => {
  const plate = drawn.get(name);
  return panels.filter(({ selected }) => {
    if (!selected) return false;
    const hasOther =
      plate !== undefined &&
      shownBy(selected.references).some(({ id, sha256 }) => id === name && sha256 !== plate.sha256);
    return hasOther || isOldLook(selected, name);
  });
};

/** Everything that pictures can belong to, in the order plates are drawn. */
function everyPlate({ characters, locations = [], props = [], style }: StoredSpec): Plate[] {
  return [
    ...(style === undefined ? [] : [{ id: 'style', kind: 'style' as const }]),
    ...characters.flatMap(({ id, outfits = [] }) => [
      { id, kind: 'character' as const },
      ...outfits.map((outfit) => ({ id: `${id}/${outfit.id}`, kind: 'outfit' as const })),
    ]),
    ...props.map(({ id }) => ({ id, kind: 'prop' as const })),
    ...locations.map(({ id }) => ({ id, kind: 'location' as const })),
  ];
}

/** Whether a panel shows what a plate shows. */
export function showsPlate(story: StoredSpec & Pick<StorySpec, 'scenes'>, panel: PanelSpec, name: string): boolean {
  if (Array.isArray(panel.references) && panel.references.includes(name)) return true;
  if (name === 'style') return true;
  const shown = withCharacterIds(panel);
  const [of, outfit] = name.split('/') as [string, string | undefined];
  if (shown.characters.includes(of)) return outfit === undefined || outfitOf(story, shown, of) === outfit;
  const scene = sceneOf(story, shown);
  return scene?.location === name || scene?.props?.includes(name) === true;
}
