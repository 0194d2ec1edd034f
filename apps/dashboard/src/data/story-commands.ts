import type { MessageDescriptor } from '@lingui/core';
import { msg, t } from '@lingui/core/macro';
import { ApiError, type Client, type EditionSource, type Retouch, type StorySource } from '@nextpanel/client';
import type {
  Amendment,
  AssetView,
  ChangedBatch,
  ChangedPanel,
  ChangedPlate,
  ChangedStory,
  ChangedTake,
  EstimateView,
  LedgerEntry,
  LetteringChange,
  PanelEdit,
  PanelInsertion,
  Retake,
  StoryView,
  TakeUpload,
} from '@nextpanel/core';
import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { useNotify } from '../parts/toast.tsx';
import { useClient } from './client-context.tsx';
import { wordsOf } from './create-query-client.ts';
import { keys } from './keys.ts';
import type { PictureRef } from './picture-ref.ts';
import { putStory } from './put-story.ts';

/** Whether a change was refused because others changed the story first. */
export const isOvertaken = (error: unknown): boolean => error instanceof ApiError && error.code === 'revision_mismatch';

export type StoryVerb = 'pause' | 'resume' | 'approve' | 'cancel';

interface StoryCommand<Input, Answer> {
  readonly run: (client: Client, input: Input) => Promise<Answer>;
  /** The story whose parts are read again; null: all lists of stories. */
  readonly story: (input: Input) => string | null;
  /** The title of the toast if the server refuses; the server's message follows. */
  readonly failed: string;
  /** Commands of the same name are sent one after another. */
  readonly inTurn?: string;
  /** Errors that the caller shows itself. */
  readonly quiet?: (error: Error) => boolean;
}

/** A mutation that shows the server's message if it is refused, and reads again what it changed. */
function useStoryCommand<Input, Answer>(command: StoryCommand<Input, Answer>): UseMutationResult<Answer, Error, Input> {
  const client = useClient();
  const queries = useQueryClient();
  const notify = useNotify();
  return useMutation({
    ...(command.inTurn !== undefined && { scope: { id: command.inTurn } }),
    mutationFn: (input: Input) => command.run(client, input),
    onError: (error) => {
      if (command.quiet?.(error) !== true) notify({ kind: 'error', title: command.failed, text: wordsOf(error) });
    },
    onSettled: async (_answer, _error, input) => {
      const id = command.story(input);
      // The list of what happened comes by events alone.
      const isPart = ({ queryKey }: { queryKey: readonly unknown[] }) => queryKey[2] !== 'events';
      if (id !== null) await queries.invalidateQueries({ queryKey: keys.story(id), predicate: isPart });
      await queries.invalidateQueries({ queryKey: keys.stories });
    },
  });
}

const failedWords: Readonly<Record<StoryVerb, MessageDescriptor>> = {
  pause: msg`Not paused`,
  resume: msg`Not resumed`,
  approve: msg`Not approved`,
  cancel: msg`Not cancelled`,
};

/** Pauses, resumes, approves or cancels a story; its new state is shown as soon as the server answered. */
export function useActOnStory(): UseMutationResult<
  StoryView,
  Error,
  { readonly id: string; readonly verb: StoryVerb }
> {
  const client = useClient();
  const queries = useQueryClient();
  const notify = useNotify();
  return useMutation({
    mutationFn: ({ id, verb }) => client[verb](id),
    onSuccess: (story) => putStory(queries, story),
    onError: (error, { verb }) => notify({ kind: 'error', title: t(failedWords[verb]), text: wordsOf(error) }),
  });
}

/** Duplicates a story; answers with the copy. */
export function useCopyStory(): UseMutationResult<StoryView, Error, string> {
  return useStoryCommand({
    run: (client, id: string) => client.copy(id),
    story: () => null,
    failed: t`Not duplicated`,
  });
}

/** Refusals are the caller's to show: they name lines of what was typed. */
export const useSubmitStory = (): UseMutationResult<
  StoryView,
  Error,
  { readonly source: StorySource; readonly idempotencyKey?: string }
> =>
  useStoryCommand({
    run: (client, { source, idempotencyKey }) => client.submit(source, { idempotencyKey }),
    story: () => null,
    failed: t`Not submitted`,
    quiet: () => true,
  });

/** The price of a story before it is submitted; stores nothing. Refusals are the caller's to show. */
export function useEstimateStory(): UseMutationResult<EstimateView, Error, StorySource> {
  const client = useClient();
  return useMutation({ mutationFn: (source) => client.estimate(source) });
}

export const useAmendStory = (id: string): UseMutationResult<StoryView, Error, Amendment> =>
  useStoryCommand({ run: (client, changes) => client.amend(id, changes), story: () => id, failed: t`Not changed` });

/** Says whether a request whose outcome is unknown was paid. */
export const useSettleRequest = (): UseMutationResult<
  LedgerEntry,
  Error,
  { readonly story: string; readonly request: string; readonly paid: boolean }
> => {
  const queries = useQueryClient();
  return useStoryCommand({
    run: async (client, { story, request, paid }) => {
      const settled = await client.settleRequest(story, request, { paid });
      await queries.invalidateQueries({ queryKey: keys.costs });
      return settled;
    },
    story: ({ story }) => story,
    failed: t`Not settled`,
  });
};

export const useDeleteStory = (): UseMutationResult<void, Error, string> =>
  useStoryCommand({ run: (client, id) => client.delete(id), story: () => null, failed: t`Not deleted` });

/** With `ifRev`, a change by others since then is an error that the caller shows: `isOvertaken`. */
export const useEditPanel = (
  id: string,
): UseMutationResult<
  ChangedPanel,
  Error,
  { readonly panel: PictureRef; readonly edit: PanelEdit; readonly ifRev?: number }
> =>
  useStoryCommand({
    run: (client, { panel, edit, ifRev }) => client.editPanel(id, panel, edit, { ifRev }),
    quiet: isOvertaken,
    inTurn: `edits of ${id}`,
    story: ({ edit }) => (edit.dryRun === true ? null : id),
    failed: t`Panel not changed`,
  });

export const useRetakePanel = (
  id: string,
): UseMutationResult<ChangedPanel, Error, { readonly panel: PictureRef } & Partial<Retake>> =>
  useStoryCommand({
    run: (client, { panel, ...options }) => client.retakePanel(id, panel, options),
    story: ({ dryRun }) => (dryRun === true ? null : id),
    failed: t`Panel not redrawn`,
  });

/** What is asked of a picture: the change in words, and where. */
export type AskedRetouch = Pick<Retouch, 'instruction' | 'box' | 'mask' | 'dryRun'>;

/** @param run retouches a panel or a plate */
export const useRetouch = <Answer>(
  id: string,
  run: (client: Client, asked: AskedRetouch) => Promise<Answer>,
): UseMutationResult<Answer, Error, AskedRetouch> =>
  useStoryCommand({ run, story: () => id, failed: t`Not retouched` });

export const useRetakeBatch = (
  id: string,
): UseMutationResult<
  ChangedBatch,
  Error,
  { readonly batch: number; readonly cascade?: 'keep' | 'redraw'; readonly dryRun?: boolean }
> =>
  useStoryCommand({
    run: (client, { batch, ...options }) => client.retakeBatch(id, batch, options),
    story: ({ dryRun }) => (dryRun === true ? null : id),
    failed: t`Batch not redrawn`,
  });

export const useSelectTake = (
  id: string,
): UseMutationResult<
  ChangedPanel,
  Error,
  { readonly panel: PictureRef; readonly take: number; readonly cascade?: 'keep' | 'redraw'; readonly dryRun?: boolean }
> =>
  useStoryCommand({
    run: (client, { panel, take, ...options }) => client.selectTake(id, panel, take, options),
    story: ({ dryRun }) => (dryRun === true ? null : id),
    failed: t`Take not selected`,
  });

/** Uploads a picture; until a story uses it, it costs nothing but room, and is removed after a while. */
export function useUploadPicture(): UseMutationResult<AssetView, Error, Blob> {
  const client = useClient();
  return useMutation({ mutationFn: (picture) => client.uploadAsset(picture, picture.type) });
}

/** Adds an uploaded picture as a take. */
export const useAddTake = (
  id: string,
): UseMutationResult<
  ChangedTake,
  Error,
  { readonly panel: PictureRef } & Pick<TakeUpload, 'asset'> & Partial<TakeUpload>
> =>
  useStoryCommand({
    run: (client, { panel, ...upload }) => client.addTake(id, panel, upload),
    story: () => id,
    failed: t`Picture not added`,
  });

/** Changes the description of something of the cast; draws nothing. */
export const useEditPlate = (
  id: string,
): UseMutationResult<ChangedPlate, Error, { readonly plate: string; readonly description: string }> =>
  useStoryCommand({
    run: (client, { plate, description }) => client.editPlate(id, plate, { description }),
    story: () => id,
    failed: t`Description not changed`,
  });

export const useRetakePlate = (id: string): UseMutationResult<ChangedPlate, Error, { readonly plate: string }> =>
  useStoryCommand({
    run: (client, { plate }) => client.retakePlate(id, plate),
    story: () => id,
    failed: t`Plate not drawn again`,
  });

/** Draws the panels again that are stale because of a plate. */
export const useRedrawPlatePanels = (id: string): UseMutationResult<ChangedPlate, Error, { readonly plate: string }> =>
  useStoryCommand({
    run: (client, { plate }) => client.redrawPlatePanels(id, plate),
    story: () => id,
    failed: t`Panels not drawn again`,
  });

export const useSelectPlate = (
  id: string,
): UseMutationResult<ChangedPlate, Error, { readonly plate: string; readonly take: number }> =>
  useStoryCommand({
    run: (client, { plate, take }) => client.selectPlateTake(id, plate, take),
    story: () => id,
    failed: t`Plate not selected`,
  });

/** Uploads a picture and selects it as a plate. */
export const useUploadPlate = (
  id: string,
): UseMutationResult<ChangedTake, Error, { readonly plate: string; readonly picture: Blob }> =>
  useStoryCommand({
    run: async (client, { plate, picture }) => {
      const { id: asset } = await client.uploadAsset(picture, picture.type);
      return client.addPlateTake(id, plate, { asset, select: true });
    },
    story: () => id,
    failed: t`Plate not added`,
  });

export const useInsertPanels = (id: string): UseMutationResult<ChangedStory, Error, PanelInsertion> =>
  useStoryCommand({
    run: (client, insertion) => client.insertPanels(id, insertion),
    story: ({ dryRun }) => (dryRun === true ? null : id),
    failed: t`Panels not inserted`,
  });

export const useMovePanel = (
  id: string,
): UseMutationResult<ChangedStory, Error, { readonly panel: number; readonly after: number }> =>
  useStoryCommand({
    run: (client, { panel, after }) => client.movePanel(id, panel, { after }),
    story: () => id,
    failed: t`Panel not moved`,
  });

export const useRemovePanel = (id: string): UseMutationResult<ChangedStory, Error, { readonly panel: number }> =>
  useStoryCommand({
    run: (client, { panel }) => client.removePanel(id, panel),
    story: () => id,
    failed: t`Panel not removed`,
  });

/** Texts from a table or XLIFF. Refusals are the caller's to show: they name lines of what was sent. */
export const useLetterFrom = (id: string): UseMutationResult<StoryView, Error, EditionSource> =>
  useStoryCommand({
    run: (client, file) => client.letterFrom(id, file),
    story: () => id,
    failed: t`Texts not changed`,
    quiet: () => true,
  });

export const useLetterStory = (id: string): UseMutationResult<StoryView, Error, LetteringChange> =>
  useStoryCommand({
    run: (client, lettering) => client.letter(id, lettering),
    story: () => id,
    failed: t`Texts not changed`,
  });
