import { readDraft } from '../../../data/kept-drafts.ts';

/** The name under which what is typed and painted for a retouch is kept. */
export const retouchDraft = (story: string, picture: string): string => `${story}.${picture}.retouch`;

/** Whether a retouch was begun before the key had to be given again, or the page was loaded again. */
export const isRetouchBegun = (story: string, picture: string): boolean =>
  readDraft(retouchDraft(story, picture)) !== null;
