import { checkFonts } from './book-fonts.ts';
import { fieldOf, listOf } from './cast-names.ts';
import { checkCover } from './check-cover.ts';
import { checkReference, type ReferencePolicy } from './check-reference.ts';
import { checkScenes } from './check-scenes.ts';
import { isGeneratedTextId } from './editions/text-ids.ts';
import { nearestWord } from './nearest-word.ts';
import { planBatches } from './plan-batches.ts';
import { count, quote } from './quote.ts';
import type { Finding, Path } from './source-document.ts';
import { storyLimits } from './story-spec.ts';

/**
 * Checks across fields: unknown and duplicate names, references that cannot be fetched, an approval after the end. Accepts a
 * document as it was read, well-formed or not, and skips values of the wrong type, so that these errors are reported together
 * with those of the schema. Linear in the size of the document.
 *
 * @param knowsCast whether the whole cast is in the document; otherwise names are not judged
 */
export function checkStory(
  story: unknown,
  references: ReferencePolicy,
  { knowsCast }: { readonly knowsCast: boolean } = { knowsCast: true },
): Finding[] {
  const cast = listOf(story, 'characters');
  const panels = listOf(story, 'panels');
  return [
    ...findRepeatedIds(cast, ['characters'], 'characters'),
    ...cast.flatMap((character, index) =>
      listOf(character, 'references').flatMap((reference, n) => {
        const wrong = typeof reference === 'string' ? checkReference(reference, references) : null;
        return wrong === null ? [] : [{ path: ['characters', index, 'references', n], detail: () => wrong }];
      }),
    ),
    ...findRepeatedIds(panels, ['panels'], 'panels'),
    ...findRepeatedTextIds(panels),
    ...(knowsCast ? findStrangers(story, cast, panels) : []),
    ...checkScenes(story, references, knowsCast),
    ...checkCover(story, references, knowsCast),
    ...checkFonts(story, references),
    ...findLateApproval(story, panels.length),
  ];
}

function findRepeatedIds(entries: readonly unknown[], path: Path, several: string): Finding[] {
  const first = new Map<string, number>();
  const findings: Finding[] = [];
  for (const [index, entry] of entries.entries()) {
    const id = fieldOf(entry, 'id');
    if (typeof id !== 'string') continue;
    const earlier = first.get(id);
    if (earlier === undefined) first.set(id, index);
    else {
      const detail = () =>
        `${several} ${count(earlier + 1)} and ${count(index + 1)} have the same id ${quote(id)}; rename one`;
      findings.push({ path: [...path, index, 'id'], detail });
    }
  }
  return findings;
}

/** Ids of texts are unique in the story; one of the generated form belongs to its own panel. */
function findRepeatedTextIds(panels: readonly unknown[]): Finding[] {
  const first = new Map<string, number>();
  const findings: Finding[] = [];
  for (const [index, panel] of panels.entries()) {
    for (const [n, text] of listOf(panel, 'text').entries()) {
      const id = fieldOf(text, 'id');
      if (typeof id !== 'string') continue;
      const path = ['panels', index, 'text', n, 'id'];
      const earlier = first.get(id);
      const own = fieldOf(panel, 'id');
      if (earlier !== undefined) {
        const detail = () =>
          `two texts have the same id ${quote(id)}, in panel ${count(earlier + 1)} and in panel ${count(index + 1)}; rename one`;
        findings.push({ path, detail });
      } else if (isGeneratedTextId(id) && (typeof own !== 'string' || !id.startsWith(`${own}.`))) {
        const detail = () => `${quote(id)} has the form of a generated id of another panel; leave the id out`;
        findings.push({ path, detail });
      } else first.set(id, index);
    }
  }
  return findings;
}

/** Characters and speakers that are not in the cast, and characters listed twice in a panel. */
function findStrangers(story: unknown, cast: readonly unknown[], panels: readonly unknown[]): Finding[] {
  const ids = cast.map((character) => fieldOf(character, 'id'));
  // If the cast itself is broken, every name would seem to be wrong.
  if (!ids.every((id) => typeof id === 'string') || !isListOrAbsent(fieldOf(story, 'characters'))) return [];
  const known = new Set(ids);
  const stranger = (id: string) => () => {
    const nearest = nearestWord(id, known);
    if (nearest !== null) return `${quote(id)} is not in the cast; did you mean ${quote(nearest)}?`;
    return `${quote(id)} is not in the cast; add a character with this id under \`characters\`, or remove the name here`;
  };
  const findings: Finding[] = [];
  for (const [index, panel] of panels.entries()) {
    const seen = new Set<string>();
    for (const [n, character] of listOf(panel, 'characters').entries()) {
      const id = fieldOf(character, 'id') ?? character;
      if (typeof id !== 'string') continue;
      const path = ['panels', index, 'characters', n];
      if (!known.has(id)) findings.push({ path, detail: stranger(id) });
      else if (seen.has(id))
        findings.push({ path, detail: () => `${quote(id)} is listed twice in this panel; remove one` });
      seen.add(id);
    }
    for (const [n, text] of listOf(panel, 'text').entries()) {
      const speaker = fieldOf(text, 'speaker');
      if (typeof speaker === 'string' && !known.has(speaker)) {
        findings.push({ path: ['panels', index, 'text', n, 'speaker'], detail: stranger(speaker) });
      }
    }
  }
  return findings;
}

function findLateApproval(story: unknown, panels: number): Finding[] {
  const render = fieldOf(story, 'render');
  const approveAfter = fieldOf(render, 'approveAfter');
  const given = fieldOf(render, 'batchSize') ?? storyLimits.batchSize;
  if (!isWhole(approveAfter) || !isWhole(given) || panels === 0) return [];
  const batches = planBatches(panels, given).length;
  if (approveAfter <= batches) return [];
  const detail = () =>
    `the story has ${count(batches)} ${batches === 1 ? 'batch' : 'batches'}, so it never waits for approval after ${count(approveAfter)}; write at most ${count(batches)}, or remove the key`;
  return [{ path: ['render', 'approveAfter'], detail }];
}

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 1;
const isListOrAbsent = (value: unknown) => value === undefined || Array.isArray(value);
