import type { StoredEdition } from '../state/stored.ts';
import type { ChangedStory } from './changed-story.ts';
import { beginEdit, drop, type EditPlan, put, tell } from './edit-plan.ts';

/** Pages of an edition that show other words than before. */
export type ChangedPages = readonly number[] | 'every';

/** An edition is added or its words are replaced: nothing is drawn, the sheets that show other words and the books are made again. */
export function planEdition(story: ChangedStory, edition: StoredEdition, pages: ChangedPages): EditPlan {
  const plan = beginEdit(story);
  put(plan, 'editions', edition.language, JSON.stringify(edition));
  plan.editions.push({ language: edition.language, ...dropped(pages) });
  tell(plan, 'edition.changed', { language: edition.language });
  return plan;
}

/** An edition is deleted with all that was made of it. */
export function planEditionRemoval(story: ChangedStory, language: string): EditPlan {
  const plan = beginEdit(story);
  plan.cancelled = true;
  drop(plan, 'editions', language);
  plan.editions.push({ language, ...dropped('every') });
  tell(plan, 'edition.deleted', { language });
  return plan;
}

const dropped = (pages: ChangedPages) => ({ pages: pages === 'every' ? [] : pages, every: pages === 'every' });
