import { useNavigate, useParams, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useStory } from '../../data/story-queries.ts';

/** Where the bare address of a story leads: its book once it is finished, the chain before that. A panel that is open stays open. */
export function StoryStart() {
  const { id } = useParams({ from: '/stories/$id' });
  const { data: story } = useStory(id);
  const router = useRouter();
  const navigate = useNavigate();
  const status = story?.status;
  useEffect(() => {
    // A user who is already on the way to another page is not called back.
    if (status === undefined || !isAt(router.latestLocation.pathname, id)) return;
    const to = status === 'completed' ? '/stories/$id/book' : '/stories/$id/chain';
    void navigate({ to, params: { id }, search: true, replace: true });
  }, [status, id, router, navigate]);
  return null;
}

const isAt = (path: string, id: string): boolean => path.replace(/\/$/, '').endsWith(`/stories/${id}`);
