/** What a picture that goes along with a request is to it. */
export type ReferenceRole =
  | ShownCharacter
  /** Characters side by side in one picture, from left to right. */
  | { readonly kind: 'tile'; readonly cells: readonly ShownCharacter[] }
  | { readonly kind: 'location' | 'prop' | 'panel'; readonly id: string }
  | { readonly kind: 'style' | 'anchor' }
  | {
      readonly kind: 'reference-frame';
      /** The panel names the frame it continues from; otherwise it is the last one before it in the chain. */
      readonly named?: true;
      /** Whether it shows the scene of the panel that is drawn; absent where the story has no scenes. */
      readonly scene?: 'same' | 'other';
    };

/** A character, in the outfit its picture shows; without one in the clothes of its description. */
export interface ShownCharacter {
  readonly kind: 'character';
  readonly id: string;
  readonly outfit?: string;
}

/** One picture to send, once, with everything it is. */
export interface OrderedReference<Picture> {
  readonly picture: Picture;
  readonly roles: readonly [ReferenceRole, ...ReferenceRole[]];
  /** Why it goes along, in words; recipe 1 did not say. */
  readonly reason?: string;
}

/** The pictures there are for the requests of a batch. */
export interface AvailableReferences<Picture> {
  /** References of the characters, by character id, and in outfits, by `id/outfit`; most important first. */
  readonly cast: ReadonlyMap<string, readonly Picture[]>;
  /** Of locations and props, by id. */
  readonly things?: ReadonlyMap<string, readonly Picture[]>;
  readonly style?: readonly Picture[];
  readonly anchor: Picture | null;
  readonly referenceFrame: Picture | null;
  /** Id of the scene that the reference frame shows. */
  readonly frameScene?: string | undefined;
  /** The panel of an earlier story that the anchor shows; absent: it is one of this story. */
  readonly anchorFrom?: EarlierPanel | undefined;
  /** The same of the reference frame. */
  readonly frameFrom?: EarlierPanel | undefined;
  /** Frames of panels that are named by a panel, by panel id. */
  readonly frames?: ReadonlyMap<string, NamedFrame<Picture>> | undefined;
}

/** A panel of an earlier story, by permanent ids. */
export interface EarlierPanel {
  readonly story: string;
  readonly panel: string;
}

export interface NamedFrame<Picture> {
  readonly picture: Picture;
  /** Id of its scene. */
  readonly scene?: string | undefined;
}

/**
 * The pictures to send, in order of importance: of the characters present first one each, then their others; the anchor; the
 * reference frame. A picture that is two things is sent once. When the model takes fewer, cast pictures go first, from the
 * back; the anchor goes only when there is room for a single picture, the reference frame never.
 *
 * @param identify what makes two pictures the same, such as their hash
 */
export function orderReferences<Picture>(
  { cast, anchor, referenceFrame }: AvailableReferences<Picture>,
  present: readonly string[],
  maxReferences: number,
  identify: (picture: Picture) => string,
): OrderedReference<Picture>[] {
  if (maxReferences === 0) return [];
  const chain = merge(
    [
      ...(anchor === null ? [] : [{ picture: anchor, role: { kind: 'anchor' } as const }]),
      ...(referenceFrame === null ? [] : [{ picture: referenceFrame, role: { kind: 'reference-frame' } as const }]),
    ],
    identify,
  ).slice(-maxReferences);
  const taken = new Set(chain.map(({ picture }) => identify(picture)));
  const pictures = merge(castOf(cast, present), identify).filter(({ picture }) => !taken.has(identify(picture)));
  return [...pictures.slice(0, maxReferences - chain.length), ...chain];
}

interface Candidate<Picture> {
  readonly picture: Picture;
  readonly role: ReferenceRole;
}

/** One of each character, then a second of each, and so on: the last character matters as much as the first. */
function castOf<Picture>(
  cast: ReadonlyMap<string, readonly Picture[]>,
  present: readonly string[],
): Candidate<Picture>[] {
  const most = Math.max(0, ...present.map((id) => cast.get(id)?.length ?? 0));
  return Array.from({ length: most }, (_, rank) =>
    present.flatMap((id) => {
      const picture = cast.get(id)?.[rank];
      return picture === undefined ? [] : [{ picture, role: { kind: 'character', id } as const }];
    }),
  ).flat();
}

function merge<Picture>(
  candidates: readonly Candidate<Picture>[],
  identify: (picture: Picture) => string,
): OrderedReference<Picture>[] {
  const merged = new Map<string, { picture: Picture; roles: [ReferenceRole, ...ReferenceRole[]] }>();
  for (const { picture, role } of candidates) {
    const known = merged.get(identify(picture));
    if (known) known.roles.push(role);
    else merged.set(identify(picture), { picture, roles: [role] });
  }
  return [...merged.values()];
}
