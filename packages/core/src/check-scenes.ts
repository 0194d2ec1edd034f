import {
  type CastNames,
  fieldOf,
  findWrongNames,
  listOf,
  readCastNames,
  unknownName,
  wrongOutfit,
} from './cast-names.ts';
import { checkReference, type ReferencePolicy } from './check-reference.ts';
import { count, quote } from './quote.ts';
import type { Finding, Path } from './source-document.ts';
import { referenceWords, storyLimits } from './story-spec.ts';

/**
 * Checks of outfits, locations, props, scenes and of what panels say of them: names that are unknown or used twice, another
 * character's outfit, pictures that cannot be fetched, frames that are not there yet. As `checkStory`, it accepts any document.
 */
export function checkScenes(story: unknown, references: ReferencePolicy, knowsCast: boolean): Finding[] {
  const names = knowsCast ? readCastNames(story) : null;
  return [
    ...findBadPictures(story, references),
    ...findSharedNames(story),
    ...(names === null ? [] : [...findWrongScenes(story, names), ...findWrongPanels(story, names)]),
  ];
}

/** Lists of pictures beside those of the characters, with where each stands. */
function pictureLists(story: unknown): { readonly owner: unknown; readonly path: Path }[] {
  const named = (key: string) => listOf(story, key).map((owner, index) => ({ owner, path: [key, index] }));
  return [
    { owner: fieldOf(story, 'style'), path: ['style'] },
    ...listOf(story, 'characters').flatMap((character, index) =>
      listOf(character, 'outfits').map((owner, n) => ({ owner, path: ['characters', index, 'outfits', n] })),
    ),
    ...named('locations'),
    ...named('props'),
  ];
}

const findBadPictures = (story: unknown, policy: ReferencePolicy): Finding[] =>
  pictureLists(story).flatMap(({ owner, path }) =>
    listOf(owner, 'references').flatMap((reference, n) => {
      const wrong = typeof reference === 'string' ? checkReference(reference, policy) : null;
      return wrong === null ? [] : [{ path: [...path, 'references', n], detail: () => wrong }];
    }),
  );

/** `references` of a panel names characters, locations and props by id alone, so no two of them may share one. */
function findSharedNames(story: unknown): Finding[] {
  const findings: Finding[] = [];
  const first = new Map<string, string>();
  for (const list of ['characters', 'locations', 'props']) {
    for (const [index, entry] of listOf(story, list).entries()) {
      const id = fieldOf(entry, 'id');
      if (typeof id !== 'string') continue;
      const path = [list, index, 'id'];
      const earlier = first.get(id);
      if (list !== 'characters' && (referenceWords as readonly string[]).includes(id)) {
        findings.push({ path, detail: () => `${quote(id)} is a word of its own in \`references\`; choose another id` });
      } else if (earlier !== undefined && list !== 'characters') {
        findings.push({
          path,
          detail: () => `${quote(id)} is the id of one of the ${earlier}, too; panels name both by id, so rename one`,
        });
      }
      if (earlier === undefined) first.set(id, list);
    }
  }
  const repeated = (entries: readonly unknown[], path: Path, several: string) => {
    const seen = new Map<string, number>();
    for (const [index, entry] of entries.entries()) {
      const id = fieldOf(entry, 'id');
      if (typeof id !== 'string') continue;
      const earlier = seen.get(id);
      if (earlier === undefined) seen.set(id, index);
      else {
        findings.push({
          path: [...path, index, 'id'],
          detail: () =>
            `${several} ${count(earlier + 1)} and ${count(index + 1)} have the same id ${quote(id)}; rename one`,
        });
      }
    }
  };
  repeated(listOf(story, 'scenes'), ['scenes'], 'scenes');
  for (const [index, character] of listOf(story, 'characters').entries()) {
    repeated(listOf(character, 'outfits'), ['characters', index, 'outfits'], 'outfits');
  }
  return findings;
}

function findWrongScenes(story: unknown, names: CastNames): Finding[] {
  const findings: Finding[] = [];
  const add = (path: Path, detail: string | null) => {
    if (detail !== null) findings.push({ path, detail: () => detail });
  };
  for (const [index, scene] of listOf(story, 'scenes').entries()) {
    const at = (...path: (string | number)[]): Path => ['scenes', index, ...path];
    const location = fieldOf(scene, 'location');
    if (typeof location === 'string' && !names.locations.includes(location)) {
      add(at('location'), unknownName(location, names.locations, '`locations`', 'add a location with this id there'));
    }
    const wears = fieldOf(scene, 'wears');
    for (const [character, outfit] of Object.entries(wears !== null && typeof wears === 'object' ? wears : {})) {
      if (!names.characters.has(character)) {
        const known = names.characters.keys();
        add(at('wears', character), unknownName(character, known, 'the cast', 'write the id of a character here'));
      } else if (typeof outfit === 'string') add(at('wears', character), wrongOutfit(names, character, outfit));
    }
    for (const [n, prop] of listOf(scene, 'props').entries()) {
      if (typeof prop !== 'string' || names.props.includes(prop)) continue;
      add(at('props', n), unknownName(prop, names.props, '`props`', 'add a prop with this id there'));
    }
  }
  return findings;
}

function findWrongPanels(story: unknown, names: CastNames): Finding[] {
  const given = fieldOf(fieldOf(story, 'render'), 'batchSize');
  const size = Number.isSafeInteger(given) && (given as number) >= 1 ? (given as number) : storyLimits.batchSize;
  const panels = listOf(story, 'panels');
  const batches = new Map<string, number>();
  for (const [index, panel] of panels.entries()) {
    const id = fieldOf(panel, 'id');
    if (typeof id === 'string' && !batches.has(id)) batches.set(id, Math.floor(index / size));
  }
  return panels.flatMap((panel, index) =>
    findWrongNames(panel, names, {
      own: Math.floor(index / size),
      batchOf: (id) => batches.get(id) ?? null,
    }).map(({ path, detail }) => ({ path: ['panels', index, ...path], detail: () => detail })),
  );
}
