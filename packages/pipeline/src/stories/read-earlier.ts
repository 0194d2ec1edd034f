import {
  type ContinuedStory,
  type EarlierCast,
  letteringSettings,
  mapPictures,
  NextpanelError,
  type StorySpec,
} from '@nextpanel/core';
import type { StoredFrame, StoredReference, StoredSpec } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { withDrawnPlates } from '../plates.ts';
import { assetId } from '../store-asset.ts';
import type { KnownPictures } from './plan-story.ts';
import type { Scope } from './read-story.ts';

/** A story as its next chapter takes it over. */
export interface EarlierStory {
  readonly story: string;
  readonly title: string;
  readonly cast: EarlierCast;
  /** The pictures of the cast, and its frames, by asset id. They need not be assets of the tenant. */
  readonly pictures: KnownPictures;
  /** Number of its last panel in reading order. */
  readonly lastPanel: number;
  /** Null until its last panel is drawn. */
  readonly continued: ContinuedStory<StoredReference> | null;
}

/**
 * What a next chapter takes over from a story: the cast with its pictures and selected plates, lettering settings, and its first and last
 * frame. Null for a story that does not exist, or is of another tenant.
 */
export async function readEarlier(
  { state }: Pick<Context, 'state'>,
  { tenant, id }: Scope,
): Promise<EarlierStory | null> {
  const head = await state.read.head(id);
  if (head?.tenant !== tenant) return null;
  const [order, chain, spec] = await Promise.all([
    state.read.order(id),
    state.read.chain(id),
    withDrawnPlates({ state }, id, head.spec),
  ]);
  const lastPanel = order.at(-1);
  // It was deleted meanwhile.
  if (lastPanel === undefined) return null;
  const first = chain[0]?.panels[0];
  const panels = await state.read.panels(
    id,
    [order[0], first, lastPanel].flatMap((panel) => panel ?? []),
  );
  const drawn = new Map(panels.flatMap((panel) => (panel.selected ? [[panel.id, panel.selected] as const] : [])));
  const frameOf = (panel: string | undefined) => {
    const frame = panel === undefined ? undefined : drawn.get(panel);
    return panel === undefined || !frame ? null : { panel, picture: asReference(frame) };
  };
  const lastFrame = frameOf(lastPanel);
  const scene = panels.find((panel) => panel.id === lastPanel)?.spec.scene;
  const anchor = frameOf(first) ?? frameOf(order[0]) ?? lastFrame;
  const continued = lastFrame &&
    anchor && {
      story: id,
      title: head.title,
      anchor,
      lastFrame: { ...lastFrame, number: order.length, ...(scene !== undefined && { scene }) },
    };
  const pictures = new Map<string, StoredReference>();
  const nameOf = (picture: StoredReference) => {
    const name = assetId(picture.sha256);
    pictures.set(name, picture);
    return name;
  };
  for (const frame of continued ? [continued.anchor, continued.lastFrame] : []) nameOf(frame.picture);
  return { story: id, title: head.title, cast: castOf(spec, nameOf), pictures, lastPanel: order.length, continued };
}

function castOf(spec: StoredSpec, nameOf: (picture: StoredReference) => string): EarlierCast {
  const { language, readingDirection, book } = spec;
  const settings = letteringSettings.flatMap((key) => (book[key] === undefined ? [] : [[key, book[key]] as const]));
  return {
    ...withoutUndefined(mapPictures(spec, nameOf)),
    language,
    // `vertical` asks for a layout, which is the next chapter's own.
    ...(readingDirection !== 'vertical' && { readingDirection }),
    book: Object.fromEntries(settings),
  };
}

const withoutUndefined = <Cast extends object>(cast: Cast): Cast =>
  Object.fromEntries(Object.entries(cast).filter(([, value]) => value !== undefined)) as Cast;

const asReference = ({ sha256, width, height, mime }: StoredFrame): StoredReference => ({
  sha256,
  width,
  height,
  mime,
});

/** A story as it was written, which may be a next chapter. */
export interface WrittenStory {
  readonly spec: StorySpec;
  /** Reads a next chapter once more, with the cast it takes over; null: there is no such story. Throws `invalid`. */
  readonly complete?: (earlier: EarlierCast | null) => Promise<StorySpec>;
}

/** The whole story with what it takes over, and the earlier one; null for a story of its own. */
export interface WholeStory {
  readonly spec: StorySpec;
  readonly earlier: (EarlierStory & { readonly continued: ContinuedStory<StoredReference> }) | null;
}

/** Throws `unknown_story` (or `invalid`, with the line), `last_panel_undrawn` and what `complete` throws. */
export async function completeStory(
  context: Pick<Context, 'state'>,
  tenant: string,
  { spec, complete }: WrittenStory,
): Promise<WholeStory> {
  if (spec.continues === undefined) return { spec, earlier: null };
  const earlier = await readEarlier(context, { tenant, id: spec.continues });
  const whole = complete ? await complete(earlier?.cast ?? null) : spec;
  if (earlier === null) throw unknownStory(spec.continues);
  const { continued } = earlier;
  if (continued === null) throw undrawn(earlier);
  return { spec: whole, earlier: { ...earlier, continued } };
}

const pointer = '/continues';

const unknownStory = (id: string): NextpanelError =>
  new NextpanelError('unknown_story', `you have no story ${id} to continue; it may have been deleted`, {
    detail: { pointer },
  });

const undrawn = ({ story, lastPanel }: EarlierStory): NextpanelError =>
  new NextpanelError(
    'last_panel_undrawn',
    `the last panel of story ${story}, panel ${lastPanel}, is not drawn yet, and the next chapter continues from its frame`,
    { detail: { pointer } },
  );
