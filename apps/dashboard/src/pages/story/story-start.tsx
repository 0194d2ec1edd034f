import { Navigate, useParams } from '@tanstack/react-router';
import { useStory } from '../../data/story-queries.ts';

/** Where the bare address of a story leads: its book once it is finished, the chain before that. A panel that is open stays open. */
export function StoryStart() {
  const { id } = useParams({ from: '/stories/$id' });
  const { data: story } = useStory(id);
  if (story === undefined) return null;
  const to = story.status === 'completed' ? '/stories/$id/book' : '/stories/$id/chain';
  return <Navigate to={to} params={{ id }} search={true} replace />;
}
