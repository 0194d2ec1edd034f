/**
 * The permanent id of a cover that is drawn: its takes, requests and failures are kept under it, as a panel's are. It is in no reading
 * order, so its number is 0. A story with such a cover has no other panel of that id.
 */
export const coverPanel = 'cover';

/** The permanent id of its batch, which comes after the last one of the chain. */
export const coverBatch = 'cover';
