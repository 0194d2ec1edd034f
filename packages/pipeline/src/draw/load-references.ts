import {
  type ContinuedStory,
  characterIds,
  type EarlierFrame,
  type NamedFrame,
  namedFrames,
  outfitOf,
  type Picture,
  picturesByName,
  referencesOfChapter,
  sceneOf,
  withCharacterIds,
} from '@nextpanel/core';
import type { StoredReference } from '@nextpanel/store';
import { loadFrame, loadReference } from '../frames.ts';
import { loadRetouches } from './compose-retouch.ts';
import type { BatchReferences } from './plan-requests.ts';
import type { Turn } from './turn.ts';

/**
 * The stored bytes that go along with this batch: pictures of the cast, locations, props and style, the anchor (the story's first frame),
 * the reference frame (the selected last frame of the batch before) and frames that panels name, each checked against its hash. The first
 * batch of a next chapter has both from the story that it continues. Throws LostFrame or `reference_lost`.
 */
export async function loadReferences({ context, batch }: Pick<Turn, 'context' | 'batch'>): Promise<BatchReferences> {
  const { anchor, reference } = batch;
  const earlier = batch.number === 1 ? batch.spec.continued : undefined;
  const pictures = picturesByName(batch.spec);
  const names = namesIn(batch);
  const load = async (name: string, stored: readonly StoredReference[]) =>
    [name, await Promise.all(stored.map((picture) => loadReference(context, name, picture)))] as const;
  const among = (known: ReadonlyMap<string, readonly StoredReference[]>) =>
    Promise.all(
      [...known].flatMap(([name, stored]) => (names.has(name) && stored.length > 0 ? load(name, stored) : [])),
    );
  const { frames, frameScene } = await loadNamedFrames({ context, batch });
  const chained = earlier
    ? referencesOfChapter({
        ...earlier,
        anchor: await loadEarlier(context, earlier, earlier.anchor),
        lastFrame: await loadEarlier(context, earlier, earlier.lastFrame),
      })
    : {
        anchor: anchor && (await loadFrame(context, batch.anchorPanel, anchor)),
        referenceFrame: reference && (await loadFrame(context, reference.panel, reference.frame)),
        frameScene,
      };
  return {
    cast: new Map(await among(pictures.cast)),
    things: new Map(await among(pictures.things)),
    style: (await load('style', pictures.style))[1],
    ...chained,
    frames,
    retouches: await loadRetouches({ context, batch }),
  };
}

/** A frame of the story that this one continues. */
const loadEarlier = async <Frame extends EarlierFrame<StoredReference>>(
  context: Turn['context'],
  { story }: Pick<ContinuedStory<unknown>, 'story'>,
  frame: Frame,
): Promise<Omit<Frame, 'picture'> & { readonly picture: Picture }> => ({
  ...frame,
  picture: await loadReference(context, `panel ${frame.panel} of story ${story}`, frame.picture),
});

/** What the panels of a batch may need pictures of. */
function namesIn({ panels, further, spec }: Turn['batch']): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { spec: panel } of [...panels, ...further]) {
    const shown = withCharacterIds(panel);
    for (const id of characterIds(panel.characters)) {
      names.add(id);
      const outfit = outfitOf(spec, shown, id);
      if (outfit !== null) names.add(`${id}/${outfit}`);
    }
    const scene = sceneOf(spec, shown);
    for (const id of [scene?.location, ...(scene?.props ?? [])]) if (id !== undefined) names.add(id);
    for (const name of Array.isArray(panel.references) ? panel.references : []) names.add(name);
  }
  return names;
}

/** The frames that panels of the batch name, as far as they are drawn, and the scene that the reference frame shows. */
async function loadNamedFrames({
  context,
  batch,
}: Pick<Turn, 'context' | 'batch'>): Promise<Pick<BatchReferences, 'frames' | 'frameScene'>> {
  const { panels, further, spec, reference, fence } = batch;
  const named = [...new Set([...panels, ...further].flatMap((panel) => namedFrames(panel.spec)))];
  if (!spec.scenes && named.length === 0) return {};
  const facts = await context.state.read.panels(fence.story, [...named, ...(reference ? [reference.panel] : [])]);
  const frames = await Promise.all(
    facts.map(
      async ({ id, selected, spec: panel }): Promise<[string, NamedFrame<Picture>][]> =>
        selected && named.includes(id)
          ? [[id, { picture: await loadFrame(context, id, selected), scene: panel.scene }]]
          : [],
    ),
  );
  return {
    frames: new Map(frames.flat()),
    frameScene: facts.find(({ id }) => id === reference?.panel)?.spec.scene,
  };
}
