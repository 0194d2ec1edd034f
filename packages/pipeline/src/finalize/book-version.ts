import type { StoredBook } from '@nextpanel/store';

/** Raised when a format writes other bytes from the same sheets: books that an earlier release bound are then bound again with their sheets. */
export const bookVersion = 1;

/** Whether a book is as this release would bind it: the state drops it when anything in it changes. */
export const isBoundNow = (book: Pick<StoredBook, 'version'> | undefined): boolean => book?.version === bookVersion;
