import { type EditionResult, NextpanelError } from '@nextpanel/core';

/** What a source that is no edition is answered with. */
export function refuseEdition({
  kind,
  errors,
}: Pick<Extract<EditionResult, { readonly ok: false }>, 'kind' | 'errors'>): NextpanelError {
  const count = errors.length === 1 ? 'one mistake' : `${errors.length} mistakes`;
  const message =
    kind === 'unparsable' || errors.length === 1 ? (errors[0]?.detail ?? 'it cannot be read') : `the file has ${count}`;
  return new NextpanelError(kind, message, { detail: { errors } });
}
