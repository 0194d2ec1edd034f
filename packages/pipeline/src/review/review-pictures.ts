import { type ReviewShot, type Weighed, weighAnswers } from '@nextpanel/checks/review';
import { actionOf, microUsd, NextpanelError, type Picture, plateOf, platePanel, say } from '@nextpanel/core';
import type { FrameVerdict, StoredFailure } from '@nextpanel/store';
import type { BatchReferences } from '../draw/plan-requests.ts';
import type { Turn } from '../draw/turn.ts';
import { TurnEnded } from '../draw/turn-ending.ts';
import { loadFrame } from '../frames.ts';
import { askJudge, type Reviewer } from './ask-judge.ts';
import { notReviewed, reviewVerdict } from './review-verdict.ts';
import { show } from './shots.ts';

/** As many pictures are asked about in one call; further ones are a matter of later batches. */
const picturesMost = 16;

/** A picture of a character, by the character's name as a plate. */
interface CastPicture {
  readonly name: string;
  readonly picture: Picture;
}

/**
 * Has the judge look at the pictures of characters that are about to go along with panels, each once, where the story asks for a review:
 * with several people in one, a model cannot tell who is meant. Nothing is drawn again because of it. With `gate: hard` the story stops
 * before the panels are drawn. Throws `TurnEnded`.
 */
export async function reviewCast(turn: Turn, references: BatchReferences): Promise<void> {
  const found = await reviewPictures(
    turn,
    [...references.cast].flatMap(([name, pictures]) => pictures.map((picture) => ({ name, picture }))),
  );
  if (found === null) return;
  const error = new NextpanelError('check_found', found.detail);
  throw new TurnEnded({ kind: 'failed', failed: [{ panels: [], error }] });
}

/** The same for the plates of characters that this turn has drawn; answers with why the story stops after them, or null. */
export async function reviewPlates(turn: Turn): Promise<StoredFailure | null> {
  const { batch, context, kept } = turn;
  const isCharacter = (name: string) => batch.spec.characters.some(({ id }) => id === name.split('/')[0]);
  const pictures = batch.panels.flatMap(({ id, target }) => {
    const frame = kept.get(target);
    return frame && isCharacter(plateOf(id)) ? [{ id, frame }] : [];
  });
  return reviewPictures(
    turn,
    await Promise.all(
      pictures.map(async ({ id, frame }) => ({ name: plateOf(id), picture: await loadFrame(context, id, frame) })),
    ),
  );
}

async function reviewPictures(turn: Turn, pictures: readonly CastPicture[]): Promise<StoredFailure | null> {
  const { batch, context, queueTurn } = turn;
  const { review } = batch.spec;
  const { reviewing } = context;
  if (!review || reviewing === null || queueTurn.cancelled.aborted || pictures.length === 0) return null;
  const all = await context.state.checks.all(batch.fence.story);
  const known = new Set(all.filter(({ check }) => check === 'review').map(({ panel, sha256 }) => `${panel} ${sha256}`));
  const asked = pictures
    .filter(({ name, picture }) => !known.has(`${platePanel(name)} ${picture.sha256}`))
    .slice(0, picturesMost);
  if (asked.length === 0) return null;
  const reviewer: Reviewer = {
    turn,
    reviewing,
    model: review.model,
    most: review.maxUsd === undefined ? null : microUsd(review.maxUsd),
    deadline: AbortSignal.timeout(reviewing.deadlineMs),
  };
  const shots = await Promise.all(asked.map((it, index) => describePicture(turn, it, index + 1)));
  const judged = await askJudge(reviewer, { references: [], shots }, (frame) =>
    platePanel(asked[frame - 1]?.name ?? ''),
  );
  const verdicts = asked.map(({ name, picture }, index): FrameVerdict => {
    const about = { panel: platePanel(name), frame: picture, at: turn.now() };
    const answers = judged.answers.get(index + 1);
    if (answers) return reviewVerdict(about, review.model, ofPeople(weighAnswers(answers)));
    return notReviewed(about, review.model, judged.notReviewed.get(index + 1) ?? say('review.silent'));
  });
  await context.state.checks.record(batch.fence.story, verdicts);
  const found = verdicts.filter(({ value }) => value > 0);
  if (found.length === 0 || actionOf(batch.spec, 'review') !== 'stop') return null;
  const words = found.map(({ panel, detail }) => say('stop.picture', { name: plateOf(panel), said: detail }));
  return { code: 'check_found', detail: words.join('; ') };
}

/** What a reference picture should show, as a frame of the questionnaire: its one character and no one else. */
async function describePicture(
  { batch, context }: Turn,
  { name, picture }: CastPicture,
  frame: number,
): Promise<ReviewShot> {
  const [of, outfit] = name.split('/');
  const character = batch.spec.characters.find(({ id }) => id === of);
  const worn = character?.outfits?.find(({ id }) => id === outfit);
  return {
    frame,
    prompt: `a reference picture of one character, ${character?.name ?? name}: ${character?.description ?? ''}${worn ? `, wearing ${worn.description}` : ''}. It may show this character several times, from different sides, but no one else`,
    place: null,
    painted: [],
    characters: [],
    picture: await show(context, picture),
  };
}

/** Of a reference picture only the people count: pose, place and lettering are not taken from it. */
function ofPeople({ mismatches }: Weighed): Weighed {
  const people = mismatches.filter(({ question }) => question === 'people');
  return { mismatches: people, value: people.length, correctable: [] };
}
