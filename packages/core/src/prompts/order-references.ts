/** What a picture that goes along with a request is to it. */
export type ReferenceRole =
  | { readonly kind: 'character'; readonly id: string }
  | { readonly kind: 'anchor' }
  | { readonly kind: 'reference-frame' };

/** One picture to send, once, with everything it is. */
export interface OrderedReference<Picture> {
  readonly picture: Picture;
  readonly roles: readonly [ReferenceRole, ...ReferenceRole[]];
}

/** The pictures there are for the requests of a batch. */
export interface AvailableReferences<Picture> {
  /** References of the characters, by character id, most important first. */
  readonly cast: ReadonlyMap<string, readonly Picture[]>;
  readonly anchor: Picture | null;
  readonly referenceFrame: Picture | null;
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
