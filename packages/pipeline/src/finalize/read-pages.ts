import { ownValue, withoutMarks } from '@nextpanel/core';
import type { BookPage, PagePanel, PanelProvenance, SpokenText } from '@nextpanel/imaging';
import type { PanelFacts, Read, StoredFrame, StoredSheet, StoryFacts } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { isLoss, loadFrame } from '../frames.ts';
import { sheetOf } from '../sheets-of.ts';
import type { ShownEdition } from './edition-of.ts';
import { hasMarks, readLettering } from './sheet-lettering.ts';

type ReadContext = Pick<Context, 'artifacts' | 'state'>;

/**
 * The composed sheets of an edition as pages of a book, read one at a time.
 *
 * @param lost is given the numbers of sheets whose bytes are gone; the pages then end with that error
 */
export async function* readPages(
  context: ReadContext,
  { facts, show }: ShownEdition,
  sheets: ReadonlyMap<number, Read<StoredSheet>>,
  lost: number[],
): AsyncGenerator<BookPage> {
  const { artifacts, state } = context;
  const [pages, makers] = await Promise.all([state.read.pages(facts.id), readMakers(context, facts)]);
  for (const [number, { value }] of sheets) {
    const panels = show(await state.read.panels(facts.id, value.panels));
    const { slots } = sheetOf(facts.spec, pages, number, panels);
    const png = await artifacts.get(value.sha256).catch((error: unknown) => {
      if (isLoss(error)) lost.push(number);
      throw error;
    });
    yield {
      number,
      png,
      width: value.width,
      height: value.height,
      dpi: value.dpi ?? null,
      lettering: await readLettering({ artifacts }, value),
      panels: panels.flatMap((panel) => {
        const slot = slots.find((it) => it.panel === panel.number);
        return slot && panel.selected
          ? [pagePanel(context, facts, { panel, slot, frame: panel.selected }, makers)]
          : [];
      }),
    };
  }
}

function pagePanel(
  context: ReadContext,
  { spec }: Pick<StoryFacts, 'spec'>,
  { panel, slot, frame }: { panel: PanelFacts; slot: PagePanel['slot']; frame: StoredFrame },
  makers: Makers,
): PagePanel {
  const names = Object.fromEntries(spec.characters.map(({ id, name }) => [id, name]));
  const plain = (words: string) => (hasMarks(spec) ? withoutMarks(words) : words);
  return {
    number: panel.number,
    alt: panel.spec.alt ?? panel.spec.prompt,
    texts: panel.spec.text.map((text): SpokenText => {
      const { kind, drawnBy, speaker, language }: typeof text & { language?: string } = text;
      return {
        kind,
        drawnBy,
        text: plain(text.text),
        ...(speaker !== undefined && { speaker: ownValue(names, speaker) ?? speaker }),
        ...(language !== undefined && { language }),
      };
    }),
    slot: { x: slot.x, y: slot.y, width: slot.width, height: slot.height },
    provenance: provenanceOf(frame, makers),
    frame: async () => (await loadFrame(context, panel.id, frame)).bytes,
  };
}

/** Which model drew a frame: that of its request, or the story's. */
type Makers = (request: string | null) => { readonly provider: string; readonly model: string };

async function readMakers({ state }: ReadContext, { id, spec }: Pick<StoryFacts, 'id' | 'spec'>): Promise<Makers> {
  const requests = new Map((await state.read.requests(id)).map((request) => [request.id, request]));
  return (request) => {
    const found = request === null ? undefined : requests.get(request);
    return { provider: found?.provider ?? spec.render.provider, model: found?.model ?? spec.render.model };
  };
}

function provenanceOf({ sha256, source }: StoredFrame, makers: Makers): PanelProvenance {
  if (source.kind === 'upload') return { sha256, source: 'upload' };
  const maker = makers(source.request);
  return { sha256, source: maker.provider === 'storyboard' ? 'program' : 'model', ...maker };
}
