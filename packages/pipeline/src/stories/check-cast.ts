import { characterIds, NextpanelError, type PanelSpec } from '@nextpanel/core';

/**
 * Whether everybody an edit names is in the cast. Throws `invalid` with every mistake.
 *
 * @param edits with the JSON pointer of each
 */
export function checkCast(
  cast: readonly { readonly id: string }[],
  edits: readonly (Partial<Pick<PanelSpec, 'characters' | 'text'>> & { readonly pointer: string })[],
): void {
  const ids = cast.map(({ id }) => id);
  const errors = edits.flatMap(({ pointer, characters = [], text = [] }) =>
    [
      ...characterIds(characters).map((id, index) => ({ id, pointer: `${pointer}/characters/${index}` })),
      ...text.map(({ speaker }, index) => ({ id: speaker, pointer: `${pointer}/text/${index}/speaker` })),
    ].flatMap((named) =>
      named.id === undefined || ids.includes(named.id)
        ? []
        : [
            {
              pointer: named.pointer,
              detail: `"${named.id}" is not in the cast; ${ids.length > 0 ? `it has: ${ids.join(', ')}` : 'the cast is empty'}`,
            },
          ],
    ),
  );
  if (errors.length > 0)
    throw new NextpanelError('invalid', 'the edit names a character that is not in the cast', { detail: { errors } });
}
