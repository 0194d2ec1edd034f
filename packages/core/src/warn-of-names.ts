import type { ReferencedStory } from './catalogue/plan-priced-requests.ts';
import type { WarningCode } from './errors/warnings.ts';
import { findNames, type Mention } from './find-names.ts';
import { characterIds } from './panel-characters.ts';
import { panelRanges } from './panel-ranges.ts';
import { quote } from './quote.ts';
import { say } from './sentences/say.ts';
import type { StorySpec } from './story-spec.ts';

type NamedSpec = Pick<StorySpec, 'panels' | 'language'> & Pick<ReferencedStory, 'characters'>;

interface NameWarning {
  readonly code: WarningCode;
  readonly detail: string;
}

/** More names than this would make a warning hard to read. */
const namesMax = 10;

/** Names that make a prompt say something else than what was meant: two characters of one name, and names of absent characters. */
export const warnOfNames = (spec: NamedSpec): NameWarning[] => [...sameNames(spec), ...notListed(spec)];

/** Prompts name characters; by one name for two, "Tom looks at Tom". */
function sameNames({ characters, panels }: NamedSpec): NameWarning[] {
  const alike = Map.groupBy(characters, ({ name }) => fold(name));
  return [...alike.values()].flatMap((group) => {
    if (group.length < 2) return [];
    const ids = group.map(({ id }) => id);
    const together = panels.flatMap((panel, index) =>
      ids.filter((id) => characterIds(panel.characters).includes(id)).length > 1 ? [index + 1] : [],
    );
    const kind = ids.length === 2 ? 'names.two' : 'names.more';
    const values = { both: ids.map((id) => quote(id)).join(' and '), name: quote(group[0]?.name ?? '') };
    const detail =
      together.length === 0 ? say(kind, values) : say(`${kind}.together`, { ...values, panels: panelRanges(together) });
    return [{ code: 'same_name', detail }];
  });
}

/**
 * Names in the prompt of a panel that does not list their character. Only the picture of a listed character, and its
 * description, go along; of another the model invents the looks.
 */
function notListed({ characters, panels, language }: NamedSpec): NameWarning[] {
  if (characters.length === 0) return [];
  const mentions = findNames(
    characters.map(({ name }) => name),
    panels.map(({ prompt, characters: listed }) => ({
      prompt,
      listed: characters.flatMap(({ id, name }) => (characterIds(listed).includes(id) ? [name] : [])),
    })),
    language,
  );
  const byName = Map.groupBy(mentions, ({ name }: Mention) => name);
  if (byName.size === 0) return [];
  const all = [...byName].map(([name, found]) =>
    say('names.in_panel', { panels: panelRanges(found.map(({ panel }) => panel)), name: quote(name).slice(1, -1) }),
  );
  const said = all.slice(0, namesMax).join('; ');
  const more = all.length - namesMax;
  const detail = more > 0 ? say('names.not_listed.more', { said, more }) : say('names.not_listed', { said });
  return [{ code: 'character_not_listed', detail }];
}

/** Names that only differ in case, width or spaces are one name. */
const fold = (name: string): string => name.normalize('NFKC').replace(/\s+/g, ' ').trim().toLocaleLowerCase('und');
