import { isPlatePanel, say } from '@nextpanel/core';
import type { ClaimedPanel, FrameVerdict, StoredFailure, StoredFrame } from '@nextpanel/store';
import type { Turn } from '../draw/turn.ts';
import { isLoss, loadFrame } from '../frames.ts';
import { isOn, stopOf } from './found-verdicts.ts';
import { type Likeness, measureBlank, measureBorders, measureCopies, readLikeness } from './measure-frame.ts';

interface Drawn {
  readonly panel: ClaimedPanel;
  readonly frame: StoredFrame;
  readonly bytes: Uint8Array;
}

/**
 * Measures the new frames of a batch before it is committed, by the checks that the story asks for and that take milliseconds: blank,
 * copies, borders. The others run when a sheet is composed. Nothing is bought, and no frame is given up. Answers with why the story
 * stops after this batch, or null. Throws LostFrame.
 */
export async function checkBatch(turn: Turn): Promise<StoredFailure | null> {
  const { context, batch, kept } = turn;
  const { spec } = batch;
  const checks = (['blank', 'copies', 'borders'] as const).filter((check) => isOn(spec, check));
  if (checks.length === 0) return null;
  const drawn: Drawn[] = [];
  for (const panel of batch.panels) {
    const frame = kept.get(panel.target);
    if (!frame || isPlatePanel(panel.id)) continue;
    drawn.push({ panel, frame, bytes: (await loadFrame(context, panel.id, frame)).bytes });
  }
  const shown = checks.includes('copies')
    ? await Promise.all(drawn.map(async ({ bytes }) => readLikeness(context, bytes)))
    : [];
  const verdicts: FrameVerdict[] = [];
  for (const [index, { panel, frame, bytes }] of drawn.entries()) {
    // The frame that was selected before the batch was opened again was measured then.
    if (panel.carried && panel.kept?.sha256 === frame.sha256) continue;
    const about = { panel: panel.id, sha256: frame.sha256, at: turn.now() };
    if (checks.includes('blank')) verdicts.push({ ...about, check: 'blank', ...(await measureBlank(context, bytes)) });
    if (checks.includes('borders'))
      verdicts.push({ ...about, check: 'borders', ...(await measureBorders(context, bytes)) });
    const pixels = shown[index];
    if (!pixels) continue;
    const others: Likeness[] = [
      // Of two that are alike, the later one is the copy.
      ...drawn.slice(0, index).flatMap((other, at) => {
        const likeness = shown[at];
        return likeness ? [{ name: say('panels.named', { panels: other.panel.number }), pixels: likeness }] : [];
      }),
      ...(await readSent(turn, frame)),
    ];
    if (others.length > 0) verdicts.push({ ...about, check: 'copies', ...measureCopies(pixels, others) });
  }
  await context.state.checks.record(batch.fence.story, verdicts);
  return stopOf(spec, verdicts, (id) => batch.panels.find((panel) => panel.id === id)?.number ?? 0);
}

/** The pictures that went along with a frame, which it may be a copy of. One that is gone cannot be compared. */
async function readSent({ context }: Turn, { references = [] }: StoredFrame): Promise<Likeness[]> {
  const read = references.map(async ({ sha256, role, id }): Promise<Likeness[]> => {
    // A retouch is meant to show the same.
    if (role === 'base') return [];
    try {
      const pixels = await readLikeness(context, await context.artifacts.get(sha256));
      return [{ name: nameOfSent(role, id), pixels }];
    } catch (error) {
      if (isLoss(error)) return [];
      throw error;
    }
  });
  return (await Promise.all(read)).flat();
}

function nameOfSent(role: string, id: string | null): string {
  if (role === 'last-frame') return say('check.other.last');
  if (role === 'anchor') return say('check.other.first');
  return id === null ? say('check.other.role', { role }) : say('check.other.sent', { name: id });
}
