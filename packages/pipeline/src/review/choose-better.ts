import { randomUUID } from 'node:crypto';
import type { FrameVerdict } from '@nextpanel/store';
import type { Turn } from '../draw/turn.ts';
import { type DrawnCorrection, earlierCorrection, takeUp } from './draw-corrections.ts';

const nameOf = ({ panel, sha256 }: Pick<FrameVerdict, 'panel' | 'sha256'>): string => `${panel} ${sha256}`;

/**
 * The verdicts that an earlier turn recorded for frames of this batch, with the choices they stand for made: it may have died between the
 * two. The judge is not asked about these frames again.
 */
export async function takeUpChoices(turn: Turn): Promise<readonly FrameVerdict[]> {
  const { batch, context } = turn;
  if (!batch.requests.some(({ reviews }) => reviews)) return [];
  const panels = new Set(batch.panels.map(({ id }) => id));
  const all = await context.state.checks.all(batch.fence.story);
  const verdicts = all.filter(({ check, panel }) => check === 'review' && panels.has(panel));
  const corrections = new Map<string, DrawnCorrection>();
  for (const panel of batch.panels) {
    const before = earlierCorrection(turn, panel);
    const correction = before && (await takeUp(turn, before));
    if (correction?.kind === 'drawn') corrections.set(panel.id, correction);
  }
  await chooseBetter(turn, verdicts, corrections);
  return verdicts;
}

/** Where a corrective retake matches better than the frame it is for, it becomes the panel's frame; the other one stays a take. */
export async function chooseBetter(
  turn: Turn,
  verdicts: readonly FrameVerdict[],
  corrections: ReadonlyMap<string, DrawnCorrection>,
): Promise<void> {
  const known = new Map(verdicts.map((it) => [nameOf(it), it]));
  for (const panel of turn.batch.panels) {
    const frame = turn.kept.get(panel.target);
    const correction = corrections.get(panel.id);
    if (!frame || !correction || correction.frame.sha256 === frame.sha256) continue;
    const own = known.get(`${panel.id} ${frame.sha256}`);
    const other = known.get(`${panel.id} ${correction.frame.sha256}`);
    if (!own || !other || other.judged === false || other.value >= own.value) continue;
    const frames = [{ panel: panel.id, target: panel.target, frame: correction.frame }];
    await turn.settle({ id: randomUUID(), key: correction.key, outcome: 'kept', cost: 0, frames });
  }
}
