import type { StoryView } from '@nextpanel/core';
import { canRun } from '@nextpanel/core/commands';
import { useState } from 'react';
import { Button } from '../../../parts/button.tsx';
import { Menu, type MenuItem } from '../../../parts/menu.tsx';
import { ActDialog } from './act-dialog.tsx';
import { AmendDialog } from './amend-dialog.tsx';
import { AppendDialog } from './append-dialog.tsx';
import { CancelDialog, DeleteDialog } from './end-dialogs.tsx';
import { LetteringDialog } from './lettering-dialog.tsx';

type Open = 'pause' | 'append' | 'amend' | 'lettering' | 'cancel' | 'delete' | null;

/** Actions on a whole story. */
export function StoryActions({ story }: { readonly story: StoryView }) {
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const fixed = !canRun('change', story);
  const deletable = canRun('delete', story);
  const item = (label: string, which: Open, more: Partial<MenuItem> = {}): MenuItem => ({
    label,
    onSelect: () => setOpen(which),
    ...more,
  });
  return (
    <>
      {canRun('pause', story) && <Button onClick={() => setOpen('pause')}>Pause…</Button>}
      <Menu
        label="More actions"
        items={[
          item('Append panels…', 'append', { disabled: fixed }),
          item('Lettering…', 'lettering', { disabled: fixed }),
          item('Title and budget…', 'amend', { disabled: fixed }),
          item('Cancel…', 'cancel', { disabled: !canRun('cancel', story), danger: true }),
          item(deletable ? 'Delete…' : 'Delete (cancel or pause it first)', 'delete', {
            disabled: !deletable,
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
