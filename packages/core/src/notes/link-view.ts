/**
 * What the holder of a reviewer's link may do, by operationId, and what of each answer is shown. Fields are named, never left out: a new
 * field of a view stays hidden until it is added here, so that no price gets out. Pictures are sent as they are.
 */
export const linkOperations = {
  readStory: [
    'id',
    'title',
    'status',
    'language',
    'readingDirection',
    'layout',
    'characters',
    'progress',
    'createdAt',
    'updatedAt',
  ],
  listPanels: ['id', 'number', 'status', 'characters', 'scene', 'text', 'frame'],
  listSheets: ['number', 'status', 'panels', 'panelIds', 'image'],
  listEditions: ['language', 'readingDirection', 'title'],
  openPanelImage: [],
  openLetteredPanel: [],
  openSheetImage: [],
  listNotes: 'all',
  addNote: 'all',
  changeNote: 'all',
  deleteNote: 'all',
} as const satisfies Readonly<Record<string, readonly string[] | 'all'>>;

const shownOf: Readonly<Record<string, readonly string[] | 'all'>> = linkOperations;

/** Whether a reviewer's link opens this operation. */
export const isForLinks = (operation: string | undefined): boolean =>
  operation !== undefined && Object.hasOwn(shownOf, operation);

/** An answer as the holder of a link sees it. Problems are sent as they are. */
export function viewForLink(operation: string, answer: unknown): unknown {
  const shown = shownOf[operation] ?? [];
  if (shown === 'all' || typeof answer !== 'object' || answer === null) return answer;
  if ('items' in answer && Array.isArray(answer.items))
    return { ...answer, items: answer.items.map((item) => pick(item as object, shown)) };
  return pick(answer, shown);
}

const pick = (from: object, fields: readonly string[]): object =>
  Object.fromEntries(Object.entries(from).filter(([field]) => fields.includes(field)));
