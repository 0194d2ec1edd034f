import type { StoryStatus, StoryView } from '@nextpanel/core';
import { useState } from 'react';
import { Button } from '../../../parts/button.tsx';
import { Menu, type MenuItem } from '../../../parts/menu.tsx';
import { ActDialog } from './act-dialog.tsx';
import { AmendDialog } from './amend-dialog.tsx';
import { AppendDialog } from './append-dialog.tsx';
import { CancelDialog, DeleteDialog } from './end-dialogs.tsx';
import { LetteringDialog } from './lettering-dialog.tsx';

type Open = 'pause' | 'append' | 'amend' | 'lettering' | 'cancel' | 'delete' | null;

const active: readonly StoryStatus[] = ['queued', 'drawing', 'composing'];

/** Actions on a whole story. */
export function StoryActions({ story }: { readonly story: StoryView }) {
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const isActive = active.includes(story.status);
  const cancelled = story.status === 'cancelled';
  const item = (label: string, which: Open, more: Partial<MenuItem> = {}): MenuItem => ({
    label,
    onSelect: () => setOpen(which),
    ...more,
  });
  return (
    <>
      {isActive && <Button onClick={() => setOpen('pause')}>Pause…</Button>}
      <Menu
        label="More actions"
        items={[
          item('Append panels…', 'append', { disabled: cancelled }),
          item('Lettering…', 'lettering', { disabled: cancelled }),
          item('Title and budget…', 'amend', { disabled: cancelled }),
          item('Cancel…', 'cancel', { disabled: cancelled || story.status === 'completed', danger: true }),
          item(isActive ? 'Delete (cancel or pause it first)' : 'Delete…', 'delete', {
            disabled: isActive,
            danger: true,
          }),
        ]}
      >
        More <span aria-hidden="true">▾</span>
      </Menu>
      {open === 'append' && <AppendDialog story={story.id} onClose={close} />}
      {open === 'amend' && <AmendDialog story={story} onClose={close} />}
      {open === 'lettering' && <LetteringDialog story={story} onClose={close} />}
      <ActDialog story={story} verb="pause" open={open === 'pause'} onClose={close} />
      <CancelDialog story={story} open={open === 'cancel'} onClose={close} />
      <DeleteDialog story={story} open={open === 'delete'} onClose={close} />
    </>
  );
}
