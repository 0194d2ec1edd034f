import { createHash } from 'node:crypto';
import { isOwnPages, NextpanelError, type OtherPages } from '@nextpanel/core';
import type { Context } from '../context.ts';
import { editionOf, sheetsIn } from '../finalize/edition-of.ts';
import { planShownPages, showInPages } from '../finalize/other-pages.ts';
import { bookToCompose, panelToCompose } from '../finalize/sheet-input.ts';
import { hashLettering, readLettering } from '../finalize/sheet-lettering.ts';
import { LostFrame } from '../frames.ts';
import { widthOnLadder } from '../keep-resized.ts';
import { reportLostFrame } from '../report-lost-frame.ts';
import { pagesShowing, sheetOf } from '../sheets-of.ts';
import { findEdition } from './edition-language.ts';
import { findPanel, nameOf, type PartRef } from './find-panel.ts';
import type { OpenedImage } from './open-bytes.ts';
import { type Scope, storyFacts } from './read-story.ts';

type LetteredContext = Pick<Context, 'state' | 'artifacts' | 'imaging' | 'pictureWork' | 'queues' | 'log'>;

/**
 * A panel lettered as on its sheet, with the narration below it; also before the sheet is composed, and as it would be in another layout.
 * Throws `not_found`, `not_drawn`.
 *
 * @param language of an edition; absent: the original
 * @param layout absent: the story's own. Balloons placed by hand belong to that one, so in others they stand wherever they fit
 */
export async function openLetteredPanel(
  context: LetteredContext,
  {
    number,
    width: asked,
    language: tag,
    layout,
    page: paper,
    ...scope
  }: Scope & { number: PartRef; width?: number; language?: string } & OtherPages,
): Promise<OpenedImage> {
  const { state, imaging, pictureWork } = context;
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
  const etag = createHash('sha256').update(`lettered ${words} ${id} ${frame.sha256}`).digest('hex');
  const compose = async () => {
    const sheet = own ? (await sheetsIn(context, scope.id, language)).get(page)?.value : undefined;
    const lettering = sheet?.lettering?.inputs === words ? await readLettering(context, sheet) : null;
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
      await reportLostFrame(context, scope.id, error);
      throw new NextpanelError(
        'not_drawn',
        `the stored picture of panel ${nameOf(number)} was damaged; it must be drawn again`,
      );
    }
  };
  const { tenant } = scope;
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
