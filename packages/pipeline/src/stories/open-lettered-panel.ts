import { createHash } from 'node:crypto';
import { isOwnPages, NextpanelError, type OtherPages, type PanelLetteringView } from '@nextpanel/core';
import type { Context } from '../context.ts';
import { editionOf, sheetsIn } from '../finalize/edition-of.ts';
import { planShownPages, showInPages } from '../finalize/other-pages.ts';
import { bookToCompose, panelToCompose, panelToLetter } from '../finalize/sheet-input.ts';
import { hashLettering, readLettering } from '../finalize/sheet-lettering.ts';
import { LostFrame } from '../frames.ts';
import { widthOnLadder } from '../keep-resized.ts';
import { reportLostFrame } from '../report-lost-frame.ts';
import { pagesShowing, sheetOf } from '../sheets-of.ts';
import { findEdition } from './edition-language.ts';
import { findPanel, nameOf, type PartRef } from './find-panel.ts';
import type { OpenedImage } from './open-bytes.ts';
import { type Scope, storyFacts } from './read-story.ts';

type LetteredContext = Pick<Context, 'state' | 'artifacts' | 'imaging' | 'pictureWork' | 'planWork' | 'queues' | 'log'>;

interface Shown extends OtherPages {
  readonly number: PartRef;
  /** Of an edition; absent: the original. */
  readonly language?: string;
}

/**
 * A panel lettered as on its sheet, with the narration below it; also before the sheet is composed, and as it would be in another layout.
 * Throws `not_found`, `not_drawn`.
 *
 * @param language of an edition; absent: the original
 * @param layout absent: the story's own. Balloons placed by hand belong to that one, so in others they stand wherever they fit
 */
export async function openLetteredPanel(
  context: LetteredContext,
  { width: asked, ...shown }: Scope & Shown & { readonly width?: number },
): Promise<OpenedImage> {
  const { imaging, pictureWork } = context;
  const { number, tenant } = shown;
  const planned = await planShown(context, shown);
  const { id, plan, panel, frame, words, facts } = planned;
  const etag = createHash('sha256').update(`lettered ${words} ${id} ${frame.sha256}`).digest('hex');
  const compose = async () => {
    const lettering = await storedLettering(context, planned);
    try {
      const input = {
        plan,
        panels: [await panelToCompose(context, panel, frame)],
        ...(await bookToCompose(context, facts)),
        ...(lettering && { lettering }),
      };
      return await imaging.composePanel(input, panel.number);
    } catch (error) {
      if (!(error instanceof LostFrame)) throw error;
      await reportLostFrame(context, shown.id, error);
      throw new NextpanelError(
        'not_drawn',
        `the stored picture of panel ${nameOf(number)} was damaged; it must be drawn again`,
      );
    }
  };
  if (asked === undefined) {
    const whole = (signal: AbortSignal | undefined) =>
      pictureWork({ tenant, lane: 'view', ...(signal && { signal }) }, compose);
    return { etag, read: async (signal) => ({ bytes: await whole(signal), mime: 'image/png' }) };
  }
  const width = widthOnLadder(asked);
  return {
    etag: `${etag}-w${width}`,
    read: (signal) => imaging.resizedPicture({ sha256: etag, width, tenant, signal, read: compose }),
  };
}

/**
 * Where the texts of a panel stand on its sheet, as `openLetteredPanel` shows them, in shares of its slot. Throws `not_found`,
 * `not_drawn`.
 */
export async function readPanelLettering(context: LetteredContext, shown: Scope & Shown): Promise<PanelLetteringView> {
  const planned = await planShown(context, shown);
  const { plan, panel, frame, facts } = planned;
  const index = plan.slots.findIndex((it) => it.panel === panel.number);
  const at = plan.slots[index];
  if (!at) throw new NextpanelError('not_drawn', `panel ${nameOf(shown.number)} stands on no sheet`);
  const letter = async () =>
    context.imaging.letterSheet({
      plan: { ...plan, slots: [at] },
      panels: [panelToLetter(panel, frame)],
      ...(await bookToCompose(context, facts)),
    });
  const stored = (await storedLettering(context, planned))?.panels[index];
  const lettered = stored ?? (await context.pictureWork({ tenant: shown.tenant, lane: 'view' }, letter)).panels[0];
  const slot = lettered?.slot ?? { x: 0, y: 0, width: 1, height: 1 };
  const share = ({ x, y }: { readonly x: number; readonly y: number }) => ({
    x: (x - slot.x) / slot.width,
    y: (y - slot.y) / slot.height,
  });
  return {
    panel: panel.number,
    panelId: panel.id,
    aspect: slot.width / slot.height,
    texts: (lettered?.texts ?? []).map(({ id, kind, box, tail }) => ({
      id: id ?? null,
      kind,
      box: { ...share(box), width: box.width / slot.width, height: box.height / slot.height },
      tail: tail && share(tail.to),
    })),
  };
}

type Planned = Awaited<ReturnType<typeof planShown>>;

/** The lettering of the panel's sheet, if it was computed from the same. */
async function storedLettering(context: LetteredContext, { own, scope, language, page, words }: Planned) {
  const sheet = own ? (await sheetsIn(context, scope.id, language)).get(page)?.value : undefined;
  return sheet?.lettering?.inputs === words ? readLettering(context, sheet) : null;
}

/** The sheet on which a panel is shown, and what its lettering follows from. */
async function planShown(
  context: LetteredContext,
  { number, language: tag, layout, page: paper, ...scope }: Scope & Shown,
) {
  const { state } = context;
  const story = await storyFacts(context, scope);
  const language = await findEdition(context, story, tag);
  const id = await findPanel(context, scope, number);
  const shown = await editionOf(context, story, language);
  if (!shown) throw new NextpanelError('not_found', 'the edition was deleted');
  const own = isOwnPages(story.spec, { layout, page: paper });
  const there = own ? shown : showInPages(shown, { layout, page: paper });
  const { facts } = there;
  const pages = own ? await state.read.pages(scope.id) : (await planShownPages(context, there)).pages;
  const [page = 1] = pagesShowing(pages, [id]);
  const panels = there.show(await state.read.panels(scope.id, pages[page - 1] ?? []));
  const panel = panels.find((it) => it.id === id);
  const frame = panel?.selected ?? panel?.kept;
  if (!panel || !frame) throw new NextpanelError('not_drawn', `panel ${nameOf(number)} is not drawn yet`);
  const plan = sheetOf(facts.spec, pages, page, panels);
  const selected = new Map(
    panels.flatMap((it) => (it.selected ? [[it.id, { value: it.selected, raw: '' }] as const] : [])),
  );
  const words = hashLettering(facts, plan, panels, selected);
  return { scope, own, language, page, id, plan, panel, frame, words, facts };
}
