import { readPictureName } from '../cast-names.ts';
import type { Model } from '../catalogue/model.ts';
import { outfitOf, type SetStory, sceneOf } from '../scenes.ts';
import { say } from '../sentences/say.ts';
import type { StorySpec } from '../story-spec.ts';
import type { AvailableReferences, OrderedReference, ReferenceRole, ShownCharacter } from './order-references.ts';
import type { PromptPanel } from './prompt-parts.ts';

/** What the pictures of one request are chosen by. */
export interface ReferenceChoice<Picture> {
  readonly story: SetStory & { readonly render?: Pick<StorySpec['render'], 'chain'> };
  /** The panels of the request, in order; of one scene. */
  readonly panels: readonly PromptPanel[];
  readonly available: AvailableReferences<Picture>;
  readonly model: Pick<Model, 'id' | 'maxReferences' | 'referenceQuota'>;
  /** What makes two pictures the same, such as their hash. */
  readonly identify: (picture: Picture) => string;
  /** Pictures of characters side by side in one, from left to right. */
  readonly tile: (cells: readonly Picture[]) => Picture;
}

/** A picture, or somebody without one, that does not go along. */
export interface LeftOut<Picture> {
  readonly role: ReferenceRole;
  /** Null: there is none. */
  readonly picture: Picture | null;
  readonly reason: string;
}

export interface PlannedReferences<Picture> {
  /** In the order they are sent. */
  readonly sent: readonly OrderedReference<Picture>[];
  readonly leftOut: readonly LeftOut<Picture>[];
}

/** As many characters stand side by side in one picture. */
export const tileCells = 4;

/** In the order the pictures are sent. */
const sendingOrder: readonly ReferenceRole['kind'][] = [
  'character',
  'tile',
  'location',
  'prop',
  'style',
  'panel',
  'anchor',
  'reference-frame',
];

interface Candidate<Picture> {
  readonly picture: Picture;
  readonly role: ReferenceRole;
  readonly reason: string;
}

/** What a panel asks for, most important first, and what there is no picture of. */
interface Wanted<Picture> {
  /** One picture of each thing. */
  readonly first: readonly Candidate<Picture>[];
  /** Their other pictures; then the anchor, which is the last to get a place. */
  readonly further: readonly Candidate<Picture>[];
  readonly leftOut: readonly LeftOut<Picture>[];
  /** Pictures that characters share the room with, whatever comes of the others. */
  readonly reserved: number;
}

/**
 * The pictures to send, by role and scene (recipe 2). Places are given in this order: the last frame; the characters present, leads first,
 * in what they wear; the location; props; the style; further pictures of these; the anchor. Characters that get no place of their own are
 * tiled, up to four in one picture. A picture that is two things is sent once.
 */
export function planReferences<Picture>(choice: ReferenceChoice<Picture>): PlannedReferences<Picture> {
  const { model, identify } = choice;
  const most = Math.min(model.maxReferences, model.referenceQuota ?? model.maxReferences);
  const named = choice.panels[0]?.references;
  if (named === undefined && isBare(choice)) return { sent: [], leftOut: [] };
  const wanted =
    named === 'none' ? nothing(choice) : Array.isArray(named) ? byName(choice, named) : byRole(choice, most);
  const { first, lost } = shareRoom(wanted, most, choice);
  const chosen = new Map<string, OrderedReference<Picture>>();
  const leftOut: LeftOut<Picture>[] = [...wanted.leftOut, ...lost];
  for (const { picture, role, reason } of [...first, ...wanted.further]) {
    const key = identify(picture);
    const known = chosen.get(key);
    if (known) chosen.set(key, { ...known, roles: [...known.roles, role] });
    else if (chosen.size < most) chosen.set(key, { picture, roles: [role], reason });
    else leftOut.push({ role, picture, reason: fullReason(model.id, most) });
  }
  const rank = ({ roles }: OrderedReference<Picture>) =>
    Math.max(...roles.map(({ kind }) => sendingOrder.indexOf(kind)));
  return { sent: [...chosen.values()].sort((a, b) => rank(a) - rank(b)), leftOut };
}

/** Whether there is no picture to choose from and no character who lacks one, as in the first panels of a story without pictures. */
const isBare = <Picture>({ panels, available }: ReferenceChoice<Picture>): boolean =>
  available.anchor === null &&
  available.referenceFrame === null &&
  [available.cast, available.things, available.frames].every((pictures) => (pictures?.size ?? 0) === 0) &&
  (available.style ?? []).length === 0 &&
  panels.every(({ characters }) => characters.length === 0);

const fullReason = (model: string, most: number): string =>
  most === 1 ? say('sent.full.one', { model }) : say('sent.full', { model, most });

/** Characters that would not find room alone stand side by side: the fewest rows that hold them all, the others alone. */
function shareRoom<Picture>(
  { first, reserved }: Wanted<Picture>,
  most: number,
  { tile, identify, model }: ReferenceChoice<Picture>,
): { readonly first: readonly Candidate<Picture>[]; readonly lost: readonly LeftOut<Picture>[] } {
  const people = first.filter(isCharacter);
  const room = Math.max(0, most - reserved);
  const different = new Set(people.map(({ picture }) => identify(picture))).size;
  if (different <= room || room === 0) return { first, lost: [] };
  const rows = Math.min(room, Math.ceil((people.length - room) / (tileCells - 1)));
  const alone = people.slice(0, room - rows);
  const together = people.slice(alone.length, alone.length + rows * tileCells);
  const reason = fullReason(model.id, most);
  const tiles = Array.from({ length: rows }, (_, row): Candidate<Picture> => {
    const cells = together.slice(row * tileCells, (row + 1) * tileCells);
    return {
      picture: tile(cells.map(({ picture }) => picture)),
      role: { kind: 'tile', cells: cells.map(({ role }) => role) },
      reason: `${say('sent.present')}; ${say('sent.beside', { said: reason })}`,
    };
  });
  return {
    // Characters come before everything but the frame.
    first: [...first.filter(isFrame), ...alone, ...tiles, ...first.filter((it) => !isFrame(it) && !isCharacter(it))],
    lost: people.slice(alone.length + together.length).map(({ role, picture }) => ({ role, picture, reason })),
  };
}

const isCharacter = <Picture>(it: Candidate<Picture>): it is Candidate<Picture> & { readonly role: ShownCharacter } =>
  it.role.kind === 'character';

const isFrame = <Picture>({ role }: Candidate<Picture>): boolean => role.kind === 'reference-frame';

/** Without pictures: who is in the panel is drawn from words. */
const nothing = <Picture>({ panels, available }: ReferenceChoice<Picture>): Wanted<Picture> => ({
  first: [],
  further: [],
  leftOut: [
    ...presentIn(panels).map((id) => ({
      role: { kind: 'character', id } as const,
      picture: available.cast.get(id)?.[0] ?? null,
      reason: say('left.none'),
    })),
    ...(available.referenceFrame === null
      ? []
      : [
          {
            role: { kind: 'reference-frame' } as const,
            picture: available.referenceFrame,
            reason: say('left.none'),
          },
        ]),
  ],
  reserved: 0,
});

function byRole<Picture>(choice: ReferenceChoice<Picture>, most: number): Wanted<Picture> {
  const { story, panels, available } = choice;
  const [panel] = panels;
  const frame = frameOf(choice);
  const people = leadsFirst(story, presentIn(panels)).map((id) => charactersPictures(choice, id));
  const scene = panel && sceneOf(story, panel);
  const things = [
    ...(scene?.location === undefined
      ? []
      : [{ kind: 'location' as const, id: scene.location, reason: say('sent.place') }]),
    ...(scene?.props ?? []).map((id) => ({ kind: 'prop' as const, id, reason: say('sent.prop') })),
  ].map(({ kind, id, reason }) =>
    (available.things?.get(id) ?? []).map((picture) => ({ picture, role: { kind, id }, reason })),
  );
  const style = (available.style ?? []).map((picture) => ({
    picture,
    role: { kind: 'style' as const },
    reason: say('sent.style'),
  }));
  const parts = [...people.map(({ pictures }) => pictures), ...things, style];
  const head = frame.candidate === null ? [] : [frame.candidate];
  return {
    first: [...head.slice(0, most), ...parts.flatMap((pictures) => pictures.slice(0, 1))],
    further: [...inTurn(parts.map((pictures) => pictures.slice(1))), ...anchorOf(choice)],
    leftOut: [...frame.leftOut, ...people.flatMap(({ leftOut }) => leftOut)],
    reserved: head.length,
  };
}

/** The second picture of each, then the third of each, and so on. */
const inTurn = <Item>(lists: readonly (readonly Item[])[]): Item[] =>
  Array.from({ length: Math.max(0, ...lists.map(({ length }) => length)) }, (_, rank) =>
    lists.flatMap((list) => list.slice(rank, rank + 1)),
  ).flat();

const anchorOf = <Picture>({ available: { anchor, anchorFrom } }: ReferenceChoice<Picture>): Candidate<Picture>[] =>
  anchor === null
    ? []
    : [
        {
          picture: anchor,
          role: { kind: 'anchor' },
          reason: anchorFrom ? say('sent.first_of', { story: anchorFrom.story }) : say('sent.anchor'),
        },
      ];

/** The frame the panels continue from, if there is one and they do. */
function frameOf<Picture>({ story, panels, available }: ReferenceChoice<Picture>): {
  readonly candidate: Candidate<Picture> | null;
  readonly leftOut: readonly LeftOut<Picture>[];
} {
  const [panel] = panels;
  const from = panel?.continuesFrom ?? 'auto';
  const last = available.referenceFrame;
  const without = (reason: string) => ({
    candidate: null,
    leftOut: last === null ? [] : [{ role: { kind: 'reference-frame' } as const, picture: last, reason }],
  });
  if (from === 'none') return without(say('left.continues_none'));
  if (from !== 'auto') {
    const frame = available.frames?.get(from);
    if (!frame) return without(say('left.no_frame', { panel: from }));
    const role = { kind: 'reference-frame', named: true, ...sceneRole(panel?.scene, frame.scene) } as const;
    return {
      candidate: { picture: frame.picture, role, reason: say('sent.from', { panel: from }) },
      leftOut: without(say('left.continues', { panel: from })).leftOut,
    };
  }
  if (last === null) return { candidate: null, leftOut: [] };
  const shown = sceneRole(panel?.scene, available.frameScene);
  if (story.render?.chain === 'scene' && shown.scene === 'other') return without(say('left.new_scene'));
  const frame = available.frameFrom ? say('sent.last_of', { story: available.frameFrom.story }) : say('sent.last');
  const reason = shown.scene === 'other' ? say('sent.people_only', { said: frame }) : frame;
  return { candidate: { picture: last, role: { kind: 'reference-frame', ...shown }, reason }, leftOut: [] };
}

const sceneRole = (own: string | undefined, frame: string | undefined): { readonly scene?: 'same' | 'other' } =>
  own === undefined && frame === undefined ? {} : { scene: own === frame ? 'same' : 'other' };

/** The pictures of a character in what it wears; without one, in other clothes; or why there is none. */
function charactersPictures<Picture>(
  { story, panels, available: { cast } }: ReferenceChoice<Picture>,
  id: string,
): { readonly pictures: readonly Candidate<Picture>[]; readonly leftOut: readonly LeftOut<Picture>[] } {
  const panel = panels.find(({ characters }) => characters.includes(id));
  const outfit = panel ? outfitOf(story, panel, id) : null;
  const own = cast.get(id) ?? [];
  const worn = outfit === null ? [] : (cast.get(`${id}/${outfit}`) ?? []);
  const role = { kind: 'character', id } as const;
  if (outfit !== null && worn.length > 0) {
    return {
      pictures: worn.map((picture) => ({
        picture,
        role: { ...role, outfit },
        reason: say('sent.wears', { outfit }),
      })),
      leftOut: own.map((picture) => ({ role, picture, reason: say('left.wears', { character: id, outfit }) })),
    };
  }
  if (own.length === 0) return { pictures: [], leftOut: [{ role, picture: null, reason: say('left.no_picture') }] };
  const reason =
    outfit === null ? say('sent.present') : `${say('sent.present')}; ${say('sent.other_outfit', { outfit })}`;
  return { pictures: own.map((picture) => ({ picture, role, reason })), leftOut: [] };
}

/** What the panel lists, and nothing else. */
function byName<Picture>(choice: ReferenceChoice<Picture>, named: readonly string[]): Wanted<Picture> {
  const { story, panels, available } = choice;
  const names = {
    characters: new Map(story.characters.map(({ id, outfits = [] }) => [id, outfits.map((outfit) => outfit.id)])),
    locations: (story.locations ?? []).map(({ id }) => id),
    props: (story.props ?? []).map(({ id }) => id),
  };
  const reason = say('sent.named');
  const parts = named.map((name): readonly Candidate<Picture>[] => {
    const it = readPictureName(name, names);
    switch (it?.kind) {
      case 'character': {
        const pictures = available.cast.get(it.outfit === undefined ? it.id : `${it.id}/${it.outfit}`) ?? [];
        return pictures.map((picture) => ({ picture, role: it, reason }));
      }
      case 'location':
      case 'prop': {
        const { kind, id } = it;
        return (available.things?.get(id) ?? []).map((picture) => ({ picture, role: { kind, id }, reason }));
      }
      case 'panel': {
        const { id } = it;
        const frame = available.frames?.get(id);
        return frame ? [{ picture: frame.picture, role: { kind: 'panel', id }, reason }] : [];
      }
      case 'style':
        return (available.style ?? []).map((picture) => ({ picture, role: { kind: 'style' }, reason }));
      case 'anchor':
        return anchorOf(choice);
      case 'last-frame': {
        const { candidate } = frameOf(choice);
        return candidate ? [candidate] : [];
      }
      default:
        return [];
    }
  });
  const missing = presentIn(panels).filter((id) => !named.some((name) => name === id || name.startsWith(`${id}/`)));
  return {
    first: parts.flatMap((pictures) => pictures.slice(0, 1)),
    further: inTurn(parts.map((pictures) => pictures.slice(1))),
    leftOut: missing.map((id) => ({
      role: { kind: 'character', id },
      picture: available.cast.get(id)?.[0] ?? null,
      reason: say('left.not_named'),
    })),
    reserved: parts.filter(([head]) => head !== undefined && head.role.kind !== 'character').length,
  };
}

function leadsFirst({ characters }: SetStory, present: readonly string[]): string[] {
  const leads = new Set(characters.flatMap(({ id, tier }) => (tier === 'lead' ? [id] : [])));
  return [...present.filter((id) => leads.has(id)), ...present.filter((id) => !leads.has(id))];
}

/** Ids of the characters of these panels, in order of appearance. */
export const presentIn = (panels: readonly { readonly characters: readonly string[] }[]): string[] => [
  ...new Set(panels.flatMap(({ characters }) => characters)),
];
