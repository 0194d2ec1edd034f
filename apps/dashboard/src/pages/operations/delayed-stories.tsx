import type { QueueView } from '@nextpanel/core';
import { Link } from '@tanstack/react-router';
import { delayWords } from './delay-words.ts';
import { FoldedList } from './folded-list.tsx';
import { linkClasses } from './section.tsx';

/** Delayed stories of a queue, with the reason and the time. */
export function DelayedStories({ stories }: { readonly stories: QueueView['stories'] }) {
  if (stories.length === 0) return null;
  return (
    <div>
      <h4 className="text-ink-soft mb-1 text-sm font-medium">Waiting stories</h4>
      <FoldedList
        items={stories}
        keyOf={({ story }) => story}
        render={({ story, title, ...why }) => (
          <>
            <Link to="/stories/$id" params={{ id: story }} dir="auto" className={linkClasses}>
              {title}
            </Link>
            <span className="text-ink-soft text-sm"> – {delayWords(why)}</span>
          </>
        )}
      />
    </div>
  );
}
