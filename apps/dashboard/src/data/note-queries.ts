import { t } from '@lingui/core/macro';
import type { LinkRequest, LinkView, NoteChange, NoteForm, NoteView } from '@nextpanel/core';
import {
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useNotify } from '../parts/toast.tsx';
import { useClient } from './client-context.tsx';
import { wordsOf } from './create-query-client.ts';
import { keys } from './keys.ts';

export function useNotes(id: string, refetchMs?: number): UseQueryResult<NoteView[]> {
  const client = useClient();
  return useQuery({
    queryKey: keys.notes(id),
    queryFn: () => client.notes(id),
    ...(refetchMs !== undefined && { refetchInterval: refetchMs }),
  });
}

export function useLinks(id: string): UseQueryResult<LinkView[]> {
  const client = useClient();
  return useQuery({ queryKey: keys.links(id), queryFn: () => client.links(id) });
}

type Note = Omit<NoteForm, 'author'> & { readonly author?: string };

/** A mutation that shows the server's message if it is refused, and then reads the list again. */
function useNoteCommand<Input, Answer>(
  failed: string,
  key: readonly unknown[],
  run: (input: Input) => Promise<Answer>,
): UseMutationResult<Answer, Error, Input> {
  const queries = useQueryClient();
  const notify = useNotify();
  return useMutation({
    mutationFn: run,
    onError: (error) => notify({ kind: 'error', title: failed, text: wordsOf(error) }),
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  });
}

export function useAddNote(id: string): UseMutationResult<NoteView, Error, Note> {
  const client = useClient();
  return useNoteCommand(t`Note not saved`, keys.notes(id), (note: Note) => client.addNote(id, note));
}

export function useChangeNote(id: string): UseMutationResult<NoteView, Error, { readonly note: string } & NoteChange> {
  const client = useClient();
  return useNoteCommand(t`Note not changed`, keys.notes(id), ({ note, ...change }: { note: string } & NoteChange) =>
    client.changeNote(id, note, change),
  );
}

export function useDeleteNote(id: string): UseMutationResult<void, Error, string> {
  const client = useClient();
  return useNoteCommand(t`Note not deleted`, keys.notes(id), (note: string) => client.deleteNote(id, note));
}

export function useAddLink(id: string): UseMutationResult<LinkView, Error, LinkRequest> {
  const client = useClient();
  return useNoteCommand(t`Link not made`, keys.links(id), (form: LinkRequest) => client.addLink(id, form));
}

export function useDeleteLink(id: string): UseMutationResult<void, Error, string> {
  const client = useClient();
  return useNoteCommand(t`Link not revoked`, keys.links(id), (link: string) => client.deleteLink(id, link));
}
