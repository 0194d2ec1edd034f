import { fieldOf, findWrongNames, listOf, readCastNames, unknownName } from './cast-names.ts';
import { checkReference, type ReferencePolicy } from './check-reference.ts';
import { coverPanel } from './matter/cover-id.ts';
import { count, quote } from './quote.ts';
import type { Finding, Path } from './source-document.ts';

/**
 * Checks of the cover: a panel that is not there, characters, scenes and pictures that are not in the story, a picture that cannot be
 * fetched, and a panel with the id that a drawn cover has. As `checkStory`, it accepts any document.
 */
export function checkCover(story: unknown, references: ReferencePolicy, knowsCast: boolean): Finding[] {
  const cover = fieldOf(fieldOf(story, 'book'), 'cover');
  const panels = listOf(story, 'panels');
  const findings: Finding[] = [];
  const add = (path: Path, detail: string | null) => {
    if (detail !== null) findings.push({ path: ['book', 'cover', ...path], detail: () => detail });
  };
  const asset = fieldOf(cover, 'asset');
  if (typeof asset === 'string') add(['asset'], checkReference(asset, references));
  add(['panel'], wrongPanel(fieldOf(cover, 'panel'), panels));
  if (typeof fieldOf(cover, 'prompt') !== 'string') return findings;
  const taken = panels.findIndex((panel) => fieldOf(panel, 'id') === coverPanel);
  if (taken >= 0) {
    const detail = () => `${quote(coverPanel)} is the id of the cover, which is drawn as well; rename the panel`;
    findings.push({ path: ['panels', taken, 'id'], detail });
  }
  const names = knowsCast ? readCastNames(story) : null;
  if (names === null) return findings;
  for (const [index, character] of listOf(cover, 'characters').entries()) {
    const id = fieldOf(character, 'id') ?? character;
    if (typeof id !== 'string' || names.characters.has(id)) continue;
    const instead = 'add a character with this id under `characters`, or remove the name here';
    add(['characters', index], unknownName(id, names.characters.keys(), 'the cast', instead));
  }
  const batches = new Map(panels.map((panel, index) => [fieldOf(panel, 'id'), index] as const));
  // It is drawn last: every frame is there by then.
  const earlier = { own: panels.length, batchOf: (id: string) => batches.get(id) ?? null };
  for (const { path, detail } of findWrongNames(cover, names, earlier)) add(path, detail);
  return findings;
}

function wrongPanel(panel: unknown, panels: readonly unknown[]): string | null {
  if (Number.isSafeInteger(panel)) {
    return (panel as number) <= panels.length
      ? null
      : `the story has ${count(panels.length)} panels; there is no panel ${count(panel as number)}`;
  }
  if (typeof panel !== 'string') return null;
  const ids = panels.map((it) => fieldOf(it, 'id')).filter((it) => typeof it === 'string');
  return ids.includes(panel) ? null : unknownName(panel, ids, 'the panels', 'write the number of a panel, or its `id`');
}
