import {
  type ContinuedStory,
  type CoverEstimate,
  coverPanel,
  type Estimate,
  estimateBatches,
  estimateCover,
  estimatePlates,
  findModel,
  isCoverPanel,
  listPictures,
  mapContinued,
  mapPictures,
  namedFrames,
  type PageMap,
  type Plate,
  type PricedBatch,
  type PriceRange,
  plateKindOf,
  plateOf,
  type Redraw,
  usd,
  type WholeCast,
  withCharacterIds,
  withCoverPrice,
  withPlannedPlates,
  withPlatesPrice,
} from '@nextpanel/core';
import type { ChainLink, PanelFacts, StoredReference, StoredSpec } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { isStale } from '../draw/turn.ts';
import { readFrameSizes } from '../frame-sizes.ts';
import { withDrawnPlates } from '../plates.ts';

type PlanContext = Pick<Context, 'state' | 'catalogue'>;

/** What a user wants to change, as what happens to frames. */
export interface FrameChange {
  /** Panels to be drawn, each so many times. */
  readonly asked: ReadonlyMap<string, number>;
  /** Panels that get another frame without being drawn, with its SHA-256. */
  readonly replaced?: ReadonlyMap<string, string>;
  readonly cascade: 'keep' | 'redraw';
  readonly dryRun: boolean;
  /** One of the panels asked for is not drawn whole: what each of its takes costs, in µ$. */
  readonly retouched?: { readonly panel: string; readonly price: PriceRange };
}

/** The story a change is made to, as it would be after the change where that adds panels or other words. */
export interface ChangedChain {
  readonly story: string;
  readonly spec: StoredSpec;
  readonly chain: readonly ChainLink[];
  /** Panels that are not stored, or not so. */
  readonly over?: ReadonlyMap<string, PanelFacts>;
  /** The reading order after the change, where it changes, and which panels then stand on which page. */
  readonly order?: readonly string[];
  readonly pages?: PageMap;
}

/** A batch of the chain, or the cover behind it, with its panels, and what its requests go along with. */
interface Link extends ChainLink {
  readonly place: number;
  readonly anchor: string;
  readonly before: string | null;
}

/**
 * What a change draws, what it leaves behind, and its price: the panels asked for, and with a cascade every drawn panel of a
 * later batch, and the cover, that went along with a frame which changes, batch after batch. Panels that are not drawn yet are no part of
 * it: they are drawn anyway. Only batches that the change can touch are read.
 */
export async function planRedraw(
  { state, catalogue }: PlanContext,
  it: ChangedChain,
  { asked, replaced = new Map(), cascade, dryRun, retouched }: FrameChange,
): Promise<Redraw> {
  const isCover = (id: string) => isCoverPanel(it.spec, id);
  const links = linksOf([...it.chain, ...(isCover(coverPanel) ? await state.read.cover(it.story) : [])]);
  const panels = await panelReader({ state }, it);
  // The frame a panel will have, as far as it is known: null is one that is yet to be drawn.
  const changed = new Map<string, string | null>(replaced);
  for (const id of asked.keys()) changed.set(id, null);
  const drawn = new Map(asked);
  const stale: string[] = [];
  const first = links.findIndex((link) => link.panels.some((id) => changed.has(id)));
  const anchorChanges = links[0] !== undefined && changed.has(links[0].anchor);
  for (const link of first < 0 ? [] : links.slice(first)) {
    const touched = anchorChanges || (link.before !== null && changed.has(link.before));
    if (cascade === 'keep' && !touched) continue;
    const followed = [link.anchor, ...(link.before === null ? [] : [link.before])];
    if (cascade === 'redraw') await panels.readAhead(links, link.place);
    const facts = await panels.read([...link.panels, ...followed]);
    const frameOf = (id: string) => (changed.has(id) ? changed.get(id) : facts.get(id)?.selected?.sha256);
    for (const id of link.panels) {
      const panel = facts.get(id);
      if (!panel?.selected?.from || changed.has(id) || (panel.number === 0 && !isCover(id))) continue;
      const { anchor, reference } = panel.selected.from;
      const leaves = (used: string | null, from: string | null) =>
        used !== null && from !== null && used !== frameOf(from);
      if (!(id !== link.anchor && leaves(anchor, link.anchor)) && !leaves(reference, link.before)) continue;
      if (cascade === 'redraw') {
        changed.set(id, null);
        drawn.set(id, 1);
      } else if (!wasStale(facts, link, panel)) stale.push(id);
    }
  }
  const facts = await panels.read([...drawn.keys(), ...stale]);
  const whole = new Map([...drawn].filter(([id]) => id !== retouched?.panel));
  const covers = isCover(coverPanel) ? (whole.get(coverPanel) ?? 0) : 0;
  const ofChain = links.slice(0, it.chain.length);
  const price = withRetouches(
    withCovers(
      await priceOf({ state, catalogue }, it, ofChain, panels, whole),
      covers === 0 ? null : await estimateStoredCover({ state, catalogue }, it),
      covers,
    ),
    retouched?.price,
    asked.get(retouched?.panel ?? '') ?? 0,
  );
  const numberOf = (id: string) => (it.order ? it.order.indexOf(id) + 1 : (facts.get(id)?.number ?? 0));
  // The cover has no number.
  const numbers = (ids: Iterable<string>) =>
    [...ids]
      .filter((id) => !isCover(id))
      .map(numberOf)
      .sort((a, b) => a - b);
  return {
    dryRun,
    panels: numbers(drawn.keys()),
    cover: [...drawn.keys()].some(isCover),
    batches: ofChain.filter((link) => link.panels.some((id) => drawn.has(id))).map(({ place }) => place),
    stale: numbers(stale),
    staleCover: stale.some(isCover),
    pages: [],
    requests: price.requests,
    lowUsd: price.lowUsd,
    expectedUsd: price.expectedUsd,
    highUsd: price.highUsd,
  };
}

/** What a change comes to that draws nothing. */
export const drawsNothing = (dryRun: boolean, pages: readonly number[] = []): Redraw => ({
  dryRun,
  panels: [],
  cover: false,
  batches: [],
  stale: [],
  staleCover: false,
  pages: [...pages],
  requests: 0,
  lowUsd: 0,
  expectedUsd: 0,
  highUsd: 0,
});

const linksOf = (chain: readonly ChainLink[]): Link[] =>
  chain.map((link, index) => ({
    ...link,
    place: index + 1,
    anchor: chain[0]?.panels[0] ?? '',
    before: chain[index - 1]?.panels.at(-1) ?? null,
  }));

/** Whether a panel is left behind already, before the change. */
const wasStale = (facts: ReadonlyMap<string, PanelFacts>, link: Link, panel: PanelFacts): boolean => {
  const frame = (id: string | null) => (id === null ? null : (facts.get(id)?.selected ?? null));
  return (
    panel.selected !== null &&
    isStale(panel.selected, panel.id === link.anchor ? null : frame(link.anchor), frame(link.before))
  );
};

type PanelReader = Awaited<ReturnType<typeof panelReader>>;

/** Reads each panel once. */
async function panelReader({ state }: Pick<Context, 'state'>, { story, over = new Map() }: ChangedChain) {
  const known = new Map<string, PanelFacts>(over);
  const read = async (ids: readonly string[]): Promise<ReadonlyMap<string, PanelFacts>> => {
    const missing = [...new Set(ids)].filter((id) => !known.has(id));
    for (const panel of await state.read.panels(story, missing)) if (!known.has(panel.id)) known.set(panel.id, panel);
    return known;
  };
  return {
    read,
    /** All that a cascade may come to, at once instead of batch by batch. */
    async readAhead(links: readonly Link[], place: number): Promise<void> {
      await read(links.slice(place - 1).flatMap((link) => link.panels));
    },
  };
}

async function priceOf(
  context: PlanContext,
  it: ChangedChain,
  links: readonly Link[],
  panels: PanelReader,
  times: ReadonlyMap<string, number>,
): Promise<Estimate> {
  const batches = links.filter((link) => link.panels.some((id) => times.has(id)));
  return estimateStored(context, it, await priced(batches, panels, (id) => times.get(id) ?? 0));
}

async function priced(
  links: readonly Link[],
  panels: PanelReader,
  times: (panel: string) => number,
): Promise<PricedBatch[]> {
  const own = await panels.read(links.flatMap((link) => link.panels));
  const asked = [...own.values()].flatMap(({ spec }) => namedFrames(spec));
  const facts = await panels.read([...asked, ...links.flatMap(({ before }) => before ?? [])]);
  const named = new Map(
    asked.flatMap((id) => {
      const panel = facts.get(id);
      return panel ? [[id, { id, scene: panel.spec.scene }] as const] : [];
    }),
  );
  return links.map(({ place, anchor, before, panels: ids }) => ({
    place,
    anchor,
    before,
    sceneBefore: before === null ? undefined : facts.get(before)?.spec.scene,
    named,
    panels: ids.flatMap((id) => {
      const panel = facts.get(id);
      return panel ? [{ ...withCharacterIds(panel.spec), id, number: panel.number, times: times(id) }] : [];
    }),
  }));
}

async function estimateStored(
  { state, catalogue }: PlanContext,
  { story, spec, over, pages }: ChangedChain,
  batches: readonly PricedBatch[],
): Promise<Estimate> {
  const named = batches.flatMap(({ panels, anchor, before }) => [
    ...panels.map(({ id }) => id),
    anchor,
    before ?? anchor,
  ]);
  const drawn = await withDrawnPlates({ state }, story, spec);
  const plates = await platesOf({ state }, { story, spec });
  return estimateBatches(withPlannedPlates(priceable(drawn), plates), batches, {
    model: findModel(spec.render, catalogue),
    method: spec.render.method,
    recipe: spec.recipe ?? 1,
    sizeOf: await readFrameSizes({ state, catalogue }, { story, spec }, [...new Set(named)], { over, pages }),
    pictures: picturesOf(drawn),
  });
}

/** The plates of a stored story, in the order they are drawn. */
export async function platesOf(
  { state }: Pick<Context, 'state'>,
  { story, spec }: Pick<ChangedChain, 'story' | 'spec'>,
): Promise<Plate[]> {
  if (!spec.plates) return [];
  const panels = (await state.read.plates(story)).flatMap((batch) => batch.panels.map(plateOf));
  return panels.map((id) => ({ id, kind: plateKindOf(spec, id) }));
}

/** The price of a whole stored story, as it is or as it would be. */
export async function estimateChain({ state, catalogue }: PlanContext, it: ChangedChain): Promise<Estimate> {
  const panels = await panelReader({ state }, it);
  const chain = await estimateStored({ state, catalogue }, it, await priced(linksOf(it.chain), panels, () => 1));
  const plates = await platesOf({ state }, it);
  const spec = priceable(it.spec);
  return withCoverPrice(
    withPlatesPrice(chain, estimatePlates(spec, plates, { model: findModel(spec.render, catalogue) })),
    await estimateStoredCover({ state, catalogue }, it),
  );
}

/** The price of the cover of a stored story; null: none is drawn. */
async function estimateStoredCover(
  { state, catalogue }: PlanContext,
  { story, spec, chain, over }: ChangedChain,
): Promise<CoverEstimate | null> {
  if (!isCoverPanel(spec, coverPanel)) return null;
  const cover = over?.get(coverPanel) ?? (await state.read.panels(story, [coverPanel]))[0];
  const anchor = chain[0]?.panels[0];
  const before = chain.at(-1)?.panels.at(-1);
  if (!cover || anchor === undefined || before === undefined) return null;
  const [drawn, plates] = await Promise.all([
    withDrawnPlates({ state }, story, spec),
    platesOf({ state }, { story, spec }),
  ]);
  const whole = withPlannedPlates(priceable(drawn), plates);
  const frames = { anchor, before, batches: chain.length };
  return estimateCover(whole, cover.spec, frames, {
    model: findModel(spec.render, catalogue),
    recipe: spec.recipe ?? 1,
    sizeOf: await readFrameSizes({ state, catalogue }, { story, spec }, [anchor, before]),
    pictures: picturesOf(drawn),
  });
}

/** A price with that of so many covers. */
const withCovers = (price: Estimate, cover: CoverEstimate | null, times: number): Estimate =>
  cover === null
    ? price
    : {
        ...price,
        requests: price.requests + cover.requests * times,
        lowUsd: price.lowUsd + cover.lowUsd * times,
        expectedUsd: price.expectedUsd + cover.expectedUsd * times,
        highUsd: price.highUsd + cover.highUsd * times,
      };

/** A price with that of so many takes of a retouch. */
const withRetouches = (price: Estimate, each: PriceRange | undefined, times: number): Estimate =>
  each === undefined
    ? price
    : {
        ...price,
        requests: price.requests + times,
        lowUsd: price.lowUsd + usd(each.low * times),
        expectedUsd: price.expectedUsd + usd(each.expected * times),
        highUsd: price.highUsd + usd(each.high * times),
      };

/** What a story costs after some of its batches changed: only those are priced, before and after. */
export async function estimateAfter(
  context: PlanContext,
  before: ChangedChain,
  after: ChangedChain,
): Promise<Estimate> {
  const price = async (it: ChangedChain, other: ChangedChain) => {
    const same = new Set(linksOf(other.chain).map(describeLink));
    const links = linksOf(it.chain).filter((link) => !same.has(describeLink(link)));
    return estimateStored(context, it, await priced(links, await panelReader(context, it), () => 1));
  };
  const [less, more] = [await price(before, after), await price(after, before)];
  const { estimate } = before.spec;
  const sum = (name: 'lowUsd' | 'expectedUsd' | 'highUsd') =>
    Math.max(0, Math.round((estimate[name] - less[name] + more[name]) * 1_000_000) / 1_000_000);
  return {
    lowUsd: sum('lowUsd'),
    expectedUsd: sum('expectedUsd'),
    highUsd: sum('highUsd'),
    batches: after.chain.length,
    requests: estimate.requests - less.requests + more.requests,
    ...(estimate.plates && { plates: estimate.plates }),
    ...(estimate.cover && { cover: estimate.cover }),
  };
}

/** Batches that say the same cost the same; whether a batch is the first of the chain makes a difference. */
const describeLink = ({ id, panels, place }: Link): string => `${id} ${panels.join(' ')} ${place === 1}`;

/** A stored story in the form in which stories are priced. */
export const priceable = (spec: StoredSpec): PriceableSpec => ({
  ...spec,
  ...mapPictures(spec, ({ sha256 }) => sha256),
  continued: spec.continued && mapContinued(spec.continued, ({ sha256 }) => sha256),
});

type PriceableSpec = Omit<StoredSpec, keyof WholeCast<string> | 'continued'> &
  WholeCast<string> & { readonly continued: ContinuedStory<string> | undefined };

/** The pictures of a stored story that is priced, by name. */
const picturesOf = (spec: StoredSpec): ReadonlyMap<string, StoredReference> => {
  const { anchor, lastFrame } = spec.continued ?? {};
  const frames = [anchor, lastFrame].flatMap((frame) => (frame ? [frame.picture] : []));
  return new Map(
    [...listPictures(spec).map(({ picture }) => picture), ...frames].map(
      (picture) => [picture.sha256, picture] as const,
    ),
  );
};
