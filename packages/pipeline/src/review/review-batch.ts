import { type FrameAnswers, type Weighed, weighAnswers } from '@nextpanel/checks/review';
import { isCoverPanel, isPlatePanel, microUsd, say } from '@nextpanel/core';
import type { FrameVerdict, StoredFailure } from '@nextpanel/store';
import { stopOf } from '../checks/found-verdicts.ts';
import type { BatchReferences } from '../draw/plan-requests.ts';
import type { Turn } from '../draw/turn.ts';
import { loadFrame } from '../frames.ts';
import { askJudge, type Judged, type Reviewer } from './ask-judge.ts';
import { chooseBetter, takeUpChoices } from './choose-better.ts';
import { type DrawnCorrection, drawCorrections, type WrongFrame } from './draw-corrections.ts';
import { earlierFrames, type GoodFrame } from './plan-correction.ts';
import { notReviewed, reviewVerdict } from './review-verdict.ts';
import { composeQuestion, type FrameOf } from './shots.ts';

/**
 * Has a judge look at the new frames of a batch before it is committed, where the story asks for that; panels that do not match are drawn
 * once more, and the same judge says which picture is better. Its verdicts stand beside those of the other checks. A judge that fails,
 * takes too long or cannot be understood leaves frames "not reviewed" and buys nothing. Answers with why the story stops after this
 * batch, or null.
 */
export async function reviewBatch(turn: Turn, references: BatchReferences): Promise<StoredFailure | null> {
  const { batch, context, queueTurn } = turn;
  const { review } = batch.spec;
  if (!review || queueTurn.cancelled.aborted) return null;
  const stored = await takeUpChoices(turn);
  const isKnown = ({ panel, frame }: FrameOf) =>
    stored.some((it) => it.panel === panel.id && it.sha256 === frame.sha256);
  const frames = newFrames(turn).filter((it) => !isKnown(it));
  const { verdicts, corrections } = frames.length === 0 ? nothingNew : await reviewFrames(turn, references, frames);
  // Recorded before a choice is made, so that a turn that finds one can find the other.
  await context.state.checks.record(batch.fence.story, verdicts);
  if (corrections.size > 0) context.failpoint('frames-kept');
  await chooseBetter(turn, verdicts, corrections);
  const shown = newFrames(turn);
  return stopOf(
    batch.spec,
    [...stored, ...verdicts].filter((it) =>
      shown.some(({ panel, frame }) => panel.id === it.panel && frame.sha256 === it.sha256),
    ),
    (id) => batch.panels.find((panel) => panel.id === id)?.number ?? 0,
  );
}

/** What a review found, and the frames drawn in place of others. */
interface Review {
  readonly verdicts: readonly FrameVerdict[];
  readonly corrections: ReadonlyMap<string, DrawnCorrection>;
}

const nothingNew: Review = { verdicts: [], corrections: new Map() };

/** Frames that were selected before the batch was opened again were reviewed then; the cover has no place in the story. */
const newFrames = ({ batch, kept }: Turn): FrameOf[] =>
  batch.panels.flatMap((panel) => {
    const frame = kept.get(panel.target);
    if (!frame || isPlatePanel(panel.id) || isCoverPanel(batch.spec, panel.id)) return [];
    return panel.carried && panel.kept?.sha256 === frame.sha256 ? [] : [{ panel, frame }];
  });

async function reviewFrames(turn: Turn, references: BatchReferences, frames: readonly FrameOf[]): Promise<Review> {
  const { batch, context } = turn;
  const { model = '', maxUsd, retakes = 1 } = batch.spec.review ?? {};
  const about = ({ panel, frame }: FrameOf) => ({ panel: panel.id, frame, at: turn.now() });
  const { reviewing } = context;
  if (reviewing === null)
    return {
      ...nothingNew,
      verdicts: frames.map((it) => notReviewed(about(it), model, say('review.server_gone'))),
    };
  const reviewer: Reviewer = {
    turn,
    reviewing,
    model,
    most: maxUsd === undefined ? null : microUsd(maxUsd),
    deadline: AbortSignal.timeout(reviewing.deadlineMs),
  };
  const judged = await judge(reviewer, references, frames);
  const weighed = frames.map((_, index) => weigh(judged.answers.get(index + 1)));
  const wrong = frames.flatMap((it, index): WrongFrame[] => {
    const found = weighed[index];
    return found && found.correctable.length > 0 && retakes > 0 ? [{ ...it, weighed: found }] : [];
  });
  const corrected = await correct(reviewer, references, wrong, await goodFrames(turn, references, frames, judged));
  const verdicts = frames.flatMap((it, index) => {
    const found = weighed[index];
    if (!found) {
      const reason = judged.notReviewed.get(index + 1) ?? say('review.silent');
      return [notReviewed(about(it), model, reason)];
    }
    const after = corrected.get(it.panel.id);
    if (!after) return [reviewVerdict(about(it), model, found)];
    const { old, other } = after;
    return [
      reviewVerdict(about(it), model, old.weighed ?? found, old.note),
      ...(other
        ? [reviewVerdict(about({ ...it, frame: other.correction.frame }), model, other.weighed, other.note)]
        : []),
    ];
  });
  const corrections = new Map(
    [...corrected].flatMap(([panel, { other }]) => (other ? [[panel, other.correction] as const] : [])),
  );
  return { verdicts, corrections };
}

const weigh = (answers: FrameAnswers | undefined): Weighed | null => (answers ? weighAnswers(answers) : null);

const judge = async (reviewer: Reviewer, references: BatchReferences, frames: readonly FrameOf[]): Promise<Judged> =>
  askJudge(
    reviewer,
    await composeQuestion(reviewer.turn, references, frames),
    (frame) => frames[frame - 1]?.panel.id ?? '',
  );

/** A frame and the one drawn in its place, as the judge compares them, with a note for each. */
interface Compared {
  readonly old: { readonly weighed: Weighed | null; readonly note: string };
  readonly other: { readonly correction: DrawnCorrection; readonly weighed: Weighed; readonly note: string } | null;
}

/** Corrective retakes of the panels that do not match, compared with the frames they are for, by panel. */
async function correct(
  reviewer: Reviewer,
  references: BatchReferences,
  wrong: readonly WrongFrame[],
  good: readonly GoodFrame[],
): Promise<ReadonlyMap<string, Compared>> {
  if (wrong.length === 0) return new Map();
  const corrections = await drawCorrections(reviewer, references, wrong, good);
  const pairs = wrong.flatMap((old, index) => {
    const correction = corrections[index];
    return correction?.kind === 'drawn' ? [{ old, correction }] : [];
  });
  const shown = pairs.flatMap(({ old, correction }): FrameOf[] => [old, { panel: old.panel, frame: correction.frame }]);
  const judged = shown.length === 0 ? null : await judge(reviewer, references, shown);
  return new Map(
    wrong.map((old, index) => {
      const correction = corrections[index];
      const at = 2 * pairs.findIndex((pair) => pair.old === old);
      return [
        old.panel.id,
        correction?.kind === 'drawn'
          ? compare(correction, judged, at)
          : {
              old: { weighed: null, note: say('review.not_retaken', { said: correction?.reason ?? '' }) },
              other: null,
            },
      ];
    }),
  );
}

/** @param at how many frames came before the pair in the question */
function compare(correction: DrawnCorrection, judged: Judged | null, at: number): Compared {
  const [before, after] = [weigh(judged?.answers.get(at + 1)), weigh(judged?.answers.get(at + 2))];
  if (!before || !after) {
    const reason = judged?.notReviewed.get(at + 1) ?? judged?.notReviewed.get(at + 2) ?? say('review.no_answer');
    return { old: { weighed: null, note: say('review.not_compared', { said: reason }) }, other: null };
  }
  return after.value < before.value
    ? {
        old: { weighed: before, note: say('review.better') },
        other: { correction, weighed: after, note: say('review.retake') },
      }
    : {
        old: { weighed: before, note: say('review.no_better') },
        other: { correction, weighed: after, note: say('review.retake.no_better') },
      };
}

/** Frames in which a character matches in everything: of this batch, the nearest to the judge's eye first, then of earlier ones. */
async function goodFrames(
  turn: Turn,
  references: BatchReferences,
  frames: readonly FrameOf[],
  { answers }: Judged,
): Promise<GoodFrame[]> {
  const own = await Promise.all(
    frames.map(async ({ panel, frame }, index): Promise<GoodFrame | null> => {
      const judged = answers.get(index + 1);
      if (!judged) return null;
      const { mismatches } = weighAnswers(judged);
      const characters = judged.characters
        .filter(({ id }) => mismatches.every(({ character }) => character !== null && character !== id))
        .map(({ id }) => id);
      if (characters.length === 0) return null;
      return { panel: panel.id, picture: await loadFrame(turn.context, panel.id, frame), characters };
    }),
  );
  return [...own.filter((it) => it !== null), ...earlierFrames(turn, references)];
}
