import sharp from 'sharp';
import { sha256Of } from '../ledger.ts';
import type { JudgeManner } from './judge-manner.ts';
import type { AskedFrame, ChatQuestion } from './read-question.ts';

/** Levels of 255 by which red and blue exceed green in a picture that `off-model-picture` spoilt. */
const tint = 80;

/**
 * Looks at every frame and answers the questionnaire: a frame with the tint of `off-model-picture` shows its characters in a wrong
 * outfit, or strangers where it has none. Errs as its manner says, the same way each time it sees the same picture in the same turn.
 */
export async function judgeFrames(
  manner: JudgeManner,
  { frames, turns }: Pick<ChatQuestion, 'frames' | 'turns'>,
): Promise<{ readonly text: string; readonly finish: 'stop' | 'length' }> {
  const answers = await Promise.all(frames.map(async (frame) => answerOf(frame, await verdictOf(manner, frame))));
  const [first] = answers;
  const all = manner.strangers && first ? [...answers, { ...first, frame: 99 }] : answers;
  const text = JSON.stringify({ frames: all });
  const shown = manner.chatty ? `Here is what I see:\n\`\`\`json\n${text}\n\`\`\`\nI hope it helps.` : text;
  if (manner.framesMost !== null && frames.length > manner.framesMost)
    return { text: shown.slice(0, shown.length / 2), finish: 'length' };
  const key = `${frames.map(({ sha256 }) => sha256).join()} ${turns}`;
  const half = chance(manner, `half ${key}`) < manner.halfJson;
  return { text: half ? shown.slice(0, Math.floor(shown.length * 0.6)) : shown, finish: 'stop' };
}

type Verdict = 'right' | 'off' | 'unsure';

async function verdictOf(manner: JudgeManner, { bytes, sha256 }: AskedFrame): Promise<Verdict> {
  if (chance(manner, `unsure ${sha256}`) < manner.unsure) return 'unsure';
  const off = await isOffModel(bytes);
  const errs = chance(manner, `err ${sha256}`) < (off ? manner.missed : manner.falseAlarms);
  return off !== errs ? 'off' : 'right';
}

export async function isOffModel(bytes: Uint8Array): Promise<boolean> {
  const { channels } = await sharp(bytes).removeAlpha().toColourspace('srgb').stats();
  const [red = 0, green = 0, blue = 0] = channels.map(({ mean }) => mean);
  return red - green > tint && blue - green > tint;
}

const match = { answer: 'match', words: '' };

function answerOf({ frame, characters }: AskedFrame, verdict: Verdict) {
  const off = { answer: 'mismatch', words: 'magenta all over, should be as in the reference' };
  const said = verdict === 'off' ? off : verdict === 'unsure' ? { answer: 'unsure', words: '' } : match;
  return {
    frame,
    count: characters.length,
    people: characters.length === 0 ? said : match,
    action: match,
    place: match,
    text: match,
    anatomy: match,
    copy: match,
    characters: characters.map((id) => ({ id, face: match, hair: match, outfit: said, build: match, colours: match })),
  };
}

/** A number from 0 to 1 that depends on the seed and on what it is for. */
const chance = ({ seed }: JudgeManner, what: string): number =>
  Number.parseInt(sha256Of(`${seed} ${what}`).slice(0, 8), 16) / 0x1_0000_0000;
