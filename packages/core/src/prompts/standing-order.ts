import { castInOrder } from '../layout/guess-mouths.ts';
import { oneLine, type PromptPanel, type PromptStory } from './prompt-parts.ts';

/**
 * Words by which a prompt places its figures itself, in the languages that stories are most often written in: left, right, middle, in
 * front, behind, beside, between. A line of ours must not contradict them.
 */
// cspell:disable: words of other languages
const placeWords = new RegExp(
  [
    // Whole words; `\b` knows only the letters of English.
    String.raw`(?<!\p{L})(left|right|cent(er|re)|middle|between|behind|beside|opposite|foreground|background|in front|next to)(?!\p{L})`,
    String.raw`(?<!\p{L})(links|rechts|mitte|zwischen|hinter|neben|gegenüber|vordergrund|hintergrund)(?!\p{L})`,
    String.raw`(?<!\p{L})(gauche|droite|milieu|centre|entre|derrière|à côté|premier plan|arrière-plan)(?!\p{L})`,
    String.raw`(?<!\p{L})(izquierda|derecha|medio|centro|entre|detrás|junto a|primer plano|fondo)(?!\p{L})`,
    String.raw`(?<!\p{L})(esquerda|direita|meio|atrás|ao lado|primeiro plano)(?!\p{L})`,
    String.raw`(?<!\p{L})(sinistra|destra|mezzo|tra|dietro|accanto|primo piano|sfondo)(?!\p{L})`,
    'слева|справа|посередине|между|позади|рядом|на переднем плане|на заднем плане',
    '左|右|中央|真ん中|間|後ろ|手前|奥|隣|中间|之间|後面|后面|旁边|旁邊|前景|背景',
    '왼쪽|오른쪽|가운데|사이|뒤|옆|앞',
    'يسار|يمين|وسط|بين|خلف|بجانب|أمام',
  ].join('|'),
  'iu',
);
// cspell:enable

/**
 * From which side to which the figures of a panel stand, where the panel places one, or lettering needs it: two or more speak in balloons
 * that are set over the picture, and the prompt does not place them itself. The letterer leads each balloon's tail to the speaker by the same order.
 */
export function standingLines(story: PromptStory, panel: PromptPanel): string[] {
  const speaking = new Set(
    panel.text.flatMap(({ kind, drawnBy, speaker }) =>
      drawnBy === 'overlay' && (kind === 'speech' || kind === 'thought') && speaker !== undefined ? [speaker] : [],
    ),
  );
  const cast = castInOrder(panel.characters, panel.text, panel.standing);
  const placed = cast.length > 1 && (panel.standing?.size ?? 0) > 0;
  const [only] = cast;
  const alone = cast.length === 1 && only !== undefined ? panel.standing?.get(only) : undefined;
  if (alone !== undefined) return aloneLines(story, only as string, alone);
  if (!placed && (cast.filter((id) => speaking.has(id)).length < 2 || placeWords.test(panel.prompt))) return [];
  const names = cast.map((id) => oneLine(story.characters.find((character) => character.id === id)?.name ?? id));
  return [`From left to right: ${names.join(', ')}.`];
}

/** Where a figure stands that is alone in its picture. */
function aloneLines(story: PromptStory, id: string, at: number): string[] {
  const name = oneLine(story.characters.find((character) => character.id === id)?.name ?? id);
  const where = at < 0.4 ? 'on the left' : at > 0.6 ? 'on the right' : 'in the middle';
  return [`${name} stands ${where}.`];
}
