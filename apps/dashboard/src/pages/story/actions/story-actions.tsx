import { t } from '@lingui/core/macro';
import type { StoryView } from '@nextpanel/core';
import { canRun } from '@nextpanel/core/commands';
import { nextChapterText } from '@nextpanel/core/next-chapter-text';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useMay } from '../../../data/rights.ts';
import { underRoot } from '../../../data/root-path.ts';
import { useCopyStory } from '../../../data/story-commands.ts';
import { useFixed } from '../../../data/use-fixed.ts';
import { Button, buttonClasses } from '../../../parts/button.tsx';
import { Menu, type MenuItem } from '../../../parts/menu.tsx';
import { useNotify } from '../../../parts/toast.tsx';
import { useNewStory } from '../../../shell/new-story.tsx';
import { ActDialog } from './act-dialog.tsx';
import { AmendDialog } from './amend-dialog.tsx';
import { CancelDialog, DeleteDialog } from './end-dialogs.tsx';
import { InsertDialog } from './insert-dialog.tsx';

import { ShareDialog } from './share-dialog.tsx';

type Open = 'pause' | 'insert' | 'amend' | 'share' | 'cancel' | 'delete' | null;

/** Actions on a whole story. */
export function StoryActions({ story }: { readonly story: StoryView }) {
  const [open, setOpen] = useState<Open>(null);
  const navigate = useNavigate();
  const close = () => setOpen(null);
  const newStory = useNewStory();
  const duplicate = useDuplicate(story);
  const copyLink = useCopyLink();
  const may = useMay();
  const fixed = useFixed(story);
  const deletable = canRun('delete', story);
  const showTexts = () =>
    void navigate({
      to: '/stories/$id/languages',
      params: { id: story.id },
      search: { language: story.language },
    });
  const item = (label: string, which: Open, more: Partial<MenuItem> = {}): MenuItem => ({
    label,
    onSelect: () => setOpen(which),
    ...more,
  });
  return (
    <>
      {story.status === 'completed' && story.books.includes('pdf') && (
        <a href={underRoot(`/v1/stories/${story.id}/books/pdf`)} download className={buttonClasses('primary')}>
          {t`Download PDF`}
        </a>
      )}
      {may('pauseStory') && canRun('pause', story) && <Button onClick={() => setOpen('pause')}>{t`Pause…`}</Button>}
      <Menu
        label={t`More actions`}
        items={[
          ...(may('insertPanels')
            ? [
                item(t`Add panels…`, 'insert', { disabled: fixed }),
                { label: t`Lettering…`, disabled: fixed, onSelect: showTexts },
                item(t`Title and budget…`, 'amend', { disabled: fixed }),
              ]
            : []),
          ...(may('submitStory')
            ? [
                { label: t`Next chapter…`, onSelect: () => newStory.open({ text: nextChapterText(story) }) },
                { label: t`Duplicate`, onSelect: duplicate },
              ]
            : []),
          { label: t`Copy link`, onSelect: copyLink },
          ...(may('addLink') ? [item(t`Share for review…`, 'share')] : []),
          ...(may('cancelStory')
            ? [
                item(t`Cancel…`, 'cancel', { disabled: !canRun('cancel', story), danger: true }),
                item(deletable ? t`Delete…` : t`Delete (cancel or pause it first)`, 'delete', {
                  disabled: !deletable,
                  danger: true,
                }),
              ]
            : []),
        ]}
      >
        {t`More`} <span aria-hidden="true">▾</span>
      </Menu>
      {open === 'insert' && <InsertDialog story={story} onClose={close} />}
      {open === 'amend' && <AmendDialog story={story} onClose={close} />}
      {open === 'share' && <ShareDialog story={story} onClose={close} />}
      <ActDialog story={story} verb="pause" open={open === 'pause'} onClose={close} />
      <CancelDialog story={story} open={open === 'cancel'} onClose={close} />
      <DeleteDialog story={story} open={open === 'delete'} onClose={close} />
    </>
  );
}

/** Makes a copy, which costs nothing, and goes there. */
function useDuplicate(story: StoryView): () => void {
  const copy = useCopyStory();
  const navigate = useNavigate();
  const notify = useNotify();
  return () =>
    copy.mutate(story.id, {
      onSuccess: (made) => {
        const text =
          made.status === 'paused' ? t`It is paused: nothing more is drawn before you resume it.` : undefined;
        notify({ kind: 'done', title: t`This is the copy`, ...(text !== undefined && { text }) });
        void navigate({ to: '/stories/$id', params: { id: made.id } });
      },
    });
}

function useCopyLink(): () => void {
  const notify = useNotify();
  return () => {
    navigator.clipboard
      .writeText(window.location.href)
      .then(() => notify({ kind: 'done', title: t`The link is copied` }))
      .catch(() =>
        notify({
          kind: 'error',
          title: t`The link was not copied`,
          text: t`Copy it from the address bar of the browser.`,
        }),
      );
  };
}
