import { stringify } from 'yaml';
import { say } from '../sentences/say.ts';
import { storyLimits } from '../story-spec.ts';
import type { Script, ScriptPanel, ScriptScene, ScriptText } from './script.ts';

/** Something in the draft that the user has to write. */
export interface DraftGap {
  /** JSON pointer into the story. */
  readonly pointer: string;
  readonly why: string;
}

export interface DraftStory {
  /** A story as it is submitted, with its gaps marked by the word DRAFT. */
  readonly story: Readonly<Record<string, unknown>>;
  readonly gaps: readonly DraftGap[];
}

export interface DraftOptions {
  readonly title?: string | undefined;
  /** BCP 47. */
  readonly language: string;
}

/** Marks what only the author knows. A search for it finds what is left to do. */
const draft = 'DRAFT:';

/**
 * The first version of a story from a script. Characters are those who speak, and those whom prose names more than once; a panel shows
 * the characters that speak in it or are named in its description. A model that read the script says who appears, where, and how they look. What a script does not say, such as how someone looks, is marked `DRAFT:` and listed.
 */
export function draftStory(script: Script, { title, language }: DraftOptions): DraftStory {
  const gaps: DraftGap[] = [];
  const cast = castOf(script);
  const scenes = scenesOf(script.panels);
  const panels = script.panels.flatMap((panel) => splitTexts(panel));
  const name = title ?? script.title;
  if (name === null) gaps.push({ pointer: '/title', why: say('gap.title') });
  const characters = cast.map(({ id, name: of }, index) => {
    const look = lookOf(script.cast, of, gaps, {
      pointer: `/characters/${index}/description`,
      missing: say('gap.looks', { name: of }),
      suggested: say('gap.looks.model', { name: of }),
    });
    return { id, name: of, description: look ?? `${draft} how ${of} looks: build, face, colours, clothes` };
  });
  const locations = scenes.locations.map(({ id, place }, index) => {
    const look = lookOf(script.places, place, gaps, {
      pointer: `/locations/${index}/description`,
      missing: say('gap.place', { place }),
      suggested: say('gap.place.model', { place }),
    });
    return {
      id,
      description: look === null ? `${place}. ${draft} what it looks like, without people` : `${place}. ${look}`,
    };
  });
  let scene: string | undefined;
  const drawn = panels.map((panel, index) => {
    const key = panel.scene && scenes.idOf(panel.scene);
    const changes = key !== null && key !== scene;
    if (changes) scene = key;
    if (panel.prompt === '') gaps.push({ pointer: `/panels/${index}/prompt`, why: say('gap.picture') });
    for (const [at, { kind, speaker }] of panel.texts.entries()) {
      if (kind === 'speech' && speaker === null)
        gaps.push({ pointer: `/panels/${index}/text/${at}/speaker`, why: say('gap.speaker') });
    }
    const present = presentIn(panel, cast);
    return {
      prompt: panel.prompt === '' ? promptOf(panel, cast) : panel.prompt.slice(0, storyLimits.prompt),
      ...(changes && { scene: key }),
      ...(present.length > 0 && { characters: present.slice(0, storyLimits.charactersPerPanel) }),
      ...(panel.startsPage && { page: 'new' }),
      ...(panel.texts.length > 0 && { text: panel.texts.map((it) => textOf(it, cast)) }),
    };
  });
  const story = {
    title: (name ?? `${draft} title`).slice(0, storyLimits.title),
    language,
    ...(script.author !== null && { book: { author: script.author.slice(0, storyLimits.title) } }),
    ...(characters.length > 0 && { characters }),
    ...(locations.length > 0 && { locations, scenes: scenes.scenes }),
    panels: drawn,
  };
  return { story, gaps };
}

/** What a model wrote of how someone or something looks, and a gap where that is missing or only its suggestion. */
function lookOf(
  looks: Script['cast'],
  of: string,
  gaps: DraftGap[],
  { pointer, missing, suggested }: { readonly pointer: string; readonly missing: string; readonly suggested: string },
): string | null {
  const look = looks?.find(({ name }) => keyOf(name) === keyOf(of));
  const description = look?.description.trim() ?? '';
  if (look === undefined || description === '') gaps.push({ pointer, why: missing });
  else if (!look.fromScript) gaps.push({ pointer, why: suggested });
  return description === '' ? null : description.slice(0, storyLimits.description - of.length - 2);
}

/** The draft as a story file, with its gaps listed in front. */
export function writeDraft({ story, gaps }: DraftStory): string {
  const open = gaps.slice(0, 40).map(({ pointer, why }) => `#   ${pointer}: ${why}`);
  const more = gaps.length > open.length ? [`#   and ${gaps.length - open.length} more`] : [];
  const head = gaps.length === 0 ? [] : [`# A draft: search for ${draft} and write`, ...open, ...more, ''];
  return `${head.join('\n')}${head.length > 0 ? '\n' : ''}${stringify(story, { lineWidth: 110 })}`;
}

interface Named {
  readonly id: string;
  readonly name: string;
}

function castOf({ panels, named = [], cast = [] }: Script): Named[] {
  const names = new Map<string, string>(cast.map(({ name }) => [keyOf(name), name]));
  for (const { texts } of panels) {
    for (const { speaker } of texts) {
      if (speaker !== null && !names.has(keyOf(speaker))) names.set(keyOf(speaker), inCapitals(speaker));
    }
  }
  for (const name of named) if (!names.has(keyOf(name))) names.set(keyOf(name), name);
  return withIds([...names.values()].slice(0, storyLimits.characters));
}

const keyOf = (name: string): string =>
  name
    .toLocaleLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** `OLD TOM` in a script is Old Tom in a story. */
const inCapitals = (name: string): string =>
  name === name.toLocaleUpperCase()
    ? name.toLocaleLowerCase().replaceAll(/(?<![\p{L}'’])\p{L}/gu, (letter) => letter.toLocaleUpperCase())
    : name;

/** Ids from names; those in other scripts, and doubles, are numbered. */
function withIds(names: readonly string[], prefix = 'character'): Named[] {
  const taken = new Set<string>();
  return names.map((name, index) => {
    const plain = name
      .normalize('NFKD')
      .toLowerCase()
      .replaceAll(/\p{M}/gu, '')
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '')
      .slice(0, 60);
    const wanted = plain === '' ? `${prefix}-${index + 1}` : plain;
    const id = taken.has(wanted) ? `${wanted}-${index + 1}` : wanted;
    taken.add(id);
    return { id, name };
  });
}

function scenesOf(panels: readonly ScriptPanel[]) {
  const keys = new Map<string, ScriptScene>();
  for (const { scene } of panels) if (scene) keys.set(`${keyOf(scene.place)}|${scene.time ?? ''}`, scene);
  const places = new Map([...keys.values()].map(({ place }) => [keyOf(place), place]));
  const locations = withIds([...places.values()].slice(0, storyLimits.locations), 'location');
  const locationOf = (place: string) => locations[[...places.keys()].indexOf(keyOf(place))]?.id;
  const found = [...keys.entries()].slice(0, storyLimits.scenes);
  const ids = withIds(
    found.map(([, { place, time }]) => (time === null ? place : `${place} ${time}`)),
    'scene',
  );
  return {
    locations: locations.map(({ id, name }) => ({ id, place: name })),
    scenes: found.map(([, { place, time }], index) => {
      const location = locationOf(place);
      return { id: ids[index]?.id, ...(location !== undefined && { location }), ...(time !== null && { time }) };
    }),
    idOf: ({ place, time }: ScriptScene): string | null => {
      const at = found.findIndex(([key]) => key === `${keyOf(place)}|${time ?? ''}`);
      return ids[at]?.id ?? null;
    },
  };
}

/** A panel with more texts than one holds, or longer ones, continues in another one. */
function splitTexts(panel: ScriptPanel): ScriptPanel[] {
  const texts = panel.texts.flatMap((it) => cutText(it));
  if (texts.length <= storyLimits.textsPerPanel) return [{ ...panel, texts }];
  const parts: ScriptPanel[] = [];
  for (let at = 0; at < texts.length; at += storyLimits.textsPerPanel)
    parts.push({
      ...panel,
      startsPage: panel.startsPage && at === 0,
      texts: texts.slice(at, at + storyLimits.textsPerPanel),
    });
  return parts;
}

function cutText(it: ScriptText): ScriptText[] {
  if (it.text.length <= storyLimits.text) return [it];
  const at = Math.max(it.text.lastIndexOf(' ', storyLimits.text), storyLimits.text / 2);
  return [{ ...it, text: it.text.slice(0, at).trim() }, ...cutText({ ...it, text: it.text.slice(at).trim() })];
}

function presentIn({ prompt, texts, characters: shown }: ScriptPanel, cast: readonly Named[]): string[] {
  const speaking = new Set(
    texts.filter(({ style }) => style !== 'off').map(({ speaker }) => speaker && keyOf(speaker)),
  );
  const words = ` ${keyOf(prompt)} `;
  const isShown = shown
    ? new Set(shown.map(keyOf))
    : new Set(cast.map(({ name }) => keyOf(name)).filter((name) => words.includes(` ${name} `)));
  return cast.filter(({ name }) => speaking.has(keyOf(name)) || isShown.has(keyOf(name))).map(({ id }) => id);
}

const promptOf = (panel: ScriptPanel, cast: readonly Named[]): string => {
  const speakers = presentIn(panel, cast).map((id) => cast.find((it) => it.id === id)?.name);
  return `${draft} what the picture shows${speakers.length > 0 ? ` while ${speakers.join(' and ')} speak` : ''}`;
};

function textOf({ kind, style, speaker, text }: ScriptText, cast: readonly Named[]) {
  const id = speaker === null ? undefined : cast.find(({ name }) => keyOf(name) === keyOf(speaker))?.id;
  return { kind, ...(id !== undefined && { speaker: id }), text, ...(style !== undefined && { style }) };
}
