import { describeMismatches, type Mismatch } from '@nextpanel/checks/review';
import { characterIds, findRecipe, type Picture, requestKey, type SentPicture, say } from '@nextpanel/core';
import { correctedTarget } from '../draw/corrections.ts';
import { type BatchReferences, type PlannedRequest, planRequests } from '../draw/plan-requests.ts';
import { isScaled, planSent } from '../draw/planned-pictures.ts';
import type { Turn } from '../draw/turn.ts';
import type { FrameOf } from './shots.ts';

/** A frame in which characters look as they should. */
export interface GoodFrame {
  readonly panel: string;
  readonly picture: Picture;
  /** Ids of those characters, of the ones that it shows. */
  readonly characters: readonly string[];
}

/** As many good frames go along for one character. */
const framesMost = 2;

/**
 * A panel drawn once more, alone: the words and pictures of its own request, and in addition what was wrong, and the two best frames of
 * each character that was. Null when it does not fit: the prompt is too long for the model.
 */
export function planCorrection(
  turn: Turn,
  references: BatchReferences,
  { panel }: FrameOf,
  mismatches: readonly Mismatch[],
  good: readonly GoodFrame[],
): PlannedRequest | null {
  const { batch, provider } = turn;
  const model = turn.model();
  const most = Math.min(model.maxReferences, model.referenceQuota ?? model.maxReferences);
  const wished = bestOf(good, mismatches, panel.id, []).length;
  const [planned, room] = planWithRoom(turn, references, panel, wished, most);
  // What goes along anyway is not sent twice.
  const sent = planned.references.map((picture) => (isScaled(picture) ? picture.original : picture).sha256);
  const added = bestOf(good, mismatches, panel.id, sent).slice(0, room);
  const prompt = [
    planned.prompt,
    describe(mismatches),
    ...added.map((it, index) => introduce(it, planned, index)),
  ].join('\n');
  if (prompt.length > model.promptMax) return null;
  const request = {
    ...planned,
    prompt,
    references: [...planned.references, ...scale(turn, planned, panel, added)],
    sent: [
      ...planned.sent,
      ...added.map(
        ({ panel: id, picture, characters }): SentPicture => ({
          role: 'panel',
          id,
          sha256: picture.sha256,
          reason: say(characters.length === 1 ? 'sent.right.one' : 'sent.right.several', {
            both: characters.join(' and '),
          }),
        }),
      ),
    ],
  };
  const key = requestKey({
    tenant: batch.tenant,
    provider: provider.id,
    model: batch.spec.render.model,
    parameters: { method: request.method, ...provider.parameters(request) },
    prompt,
    references: request.references.map(({ sha256 }) => sha256),
    redraw: 0,
    occurrence: 0,
  });
  const corrected: PlannedRequest = {
    ...request,
    key,
    frames: planned.frames.map((frame) => ({ ...frame, target: correctedTarget(panel.id) })),
    olderKeys: () => [],
    asRedraw: () => corrected,
  };
  return corrected;
}

/** The panel's own request, with as many places left as are needed: the anchor, the style and the place give way, in this order. */
function planWithRoom(
  turn: Turn,
  references: BatchReferences,
  panel: FrameOf['panel'],
  needed: number,
  most: number,
): readonly [planned: PlannedRequest, room: number] {
  const fewer: BatchReferences[] = [
    { ...references, anchor: null },
    { ...references, anchor: null, style: [] },
    { ...references, anchor: null, style: [], things: new Map() },
  ];
  let best: readonly [PlannedRequest, number] | null = null;
  for (const available of fewer) {
    const [planned] = planRequests(
      { method: 'panels', groups: [[panel]], references: available },
      { ...turn.batch, sizeOf: turn.sizeOf },
      turn.provider,
      turn.model(),
    );
    if (!planned) throw new Error('a round of one panel is one request');
    best = [planned, Math.max(0, most - planned.references.length)];
    if (best[1] >= needed) break;
  }
  if (best === null) throw new Error('nothing was planned');
  return best;
}

/** Up to two frames for each character that does not match, each frame once. */
function bestOf(
  good: readonly GoodFrame[],
  mismatches: readonly Mismatch[],
  panel: string,
  without: readonly string[],
): GoodFrame[] {
  const wrong = new Set(mismatches.flatMap(({ character }) => character ?? []));
  const chosen = new Set<GoodFrame>();
  for (const id of wrong) {
    const showing = good.filter(
      (frame) => frame.panel !== panel && frame.characters.includes(id) && !without.includes(frame.picture.sha256),
    );
    for (const frame of showing.slice(0, framesMost)) chosen.add(frame);
  }
  return [...chosen].map((frame) => ({ ...frame, characters: frame.characters.filter((id) => wrong.has(id)) }));
}

/** As the model reads them, and as large as it sees them where the story's recipe sends pictures so. */
function scale(turn: Turn, planned: PlannedRequest, panel: FrameOf['panel'], added: readonly GoodFrame[]) {
  const { scalesReferences } = findRecipe(turn.batch.spec.recipe);
  const { method, size, quality } = planned;
  const count = planned.references.length + added.length;
  return added.map(({ picture }) =>
    planSent(picture, turn.model(), { method, size, quality, panels: [panel], references: count }, scalesReferences),
  );
}

const describe = (mismatches: readonly Mismatch[]): string =>
  `\nAn earlier drawing of this panel was wrong: ${describeMismatches(mismatches)}. Draw the panel again and get exactly this right.`;

const introduce = ({ characters }: GoodFrame, { references }: PlannedRequest, index: number): string =>
  `Image ${references.length + index + 1}: a frame of this story in which ${characters.join(' and ')} look${characters.length === 1 ? 's' : ''} right. Take only the looks from it, not the action or the place.`;

/** The frames of earlier batches that go along anyway, with whom they show. */
export function earlierFrames({ batch }: Pick<Turn, 'batch'>, references: BatchReferences): GoodFrame[] {
  const { reference, anchor, anchorPanel } = batch;
  const named = (cast: Parameters<typeof characterIds>[0] | undefined) => (cast ? characterIds(cast) : []);
  return [
    ...(reference && references.referenceFrame
      ? [{ panel: reference.panel, picture: references.referenceFrame, characters: named(reference.frame.cast) }]
      : []),
    ...(anchor && references.anchor
      ? [{ panel: anchorPanel, picture: references.anchor, characters: named(anchor.cast) }]
      : []),
  ];
}
