import type { Context } from './context.ts';
import type { LostFrame } from './frames.ts';

/**
 * A selected frame's bytes are gone or damaged. What costs nothing is drawn again automatically; otherwise the story needs
 * attention, and the user resumes it to pay for a new one. Either way nothing made from damaged bytes is bound into a book.
 */
export async function reportLostFrame(
  { state, queues, log }: Pick<Context, 'state' | 'queues' | 'log'>,
  story: string,
  lost: LostFrame,
): Promise<void> {
  const facts = await state.read.story(story);
  const places = [await state.read.selected(story, [lost.panel]), await state.read.kept(story, [lost.panel])];
  const found = places.map((frames) => frames.get(lost.panel)).find((it) => it?.value.sha256 === lost.frame.sha256);
  if (!facts || !found) return;
  const batch = [...(await state.read.batches(story)), ...(await state.read.cover(story))].find(({ panels }) =>
    panels.includes(lost.panel),
  );
  if (!batch) return;
  const free = facts.spec.estimate.highUsd === 0;
  log.error({ story, panel: lost.panel, sha256: lost.frame.sha256, err: lost.cause }, 'frame lost');
  const outcome = await state.books.loseFrame(
    story,
    { panel: lost.panel, raw: found.raw, batch: batch.id },
    free ? 'redraw' : 'ask',
    {
      code: 'frame_lost',
      detail:
        'the stored picture of this panel is missing or damaged; resume to draw it again (it is paid again), or restore the file',
    },
  );
  if (outcome === 'waiting') await queues.ensureDraw(facts.spec.render.provider, { story });
}
