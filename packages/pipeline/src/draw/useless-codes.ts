import { asNextpanelError, type NextpanelError } from '@nextpanel/core';

/** Pictures that are paid and of no use: they are missing, and what follows is decided as for any failed try. */
const uselessCodes = [
  'frames_missing',
  'picture_unreadable',
  'picture_too_large',
  'picture_too_narrow',
  'frame_too_small',
  'contact_sheet_unreadable',
];

/** The error, if it says that a picture is of no use; throws anything else, which no other picture would change. */
export function uselessError(thrown: unknown): NextpanelError {
  const error = asNextpanelError(thrown);
  if (!uselessCodes.includes(error.code)) throw error;
  return error;
}
