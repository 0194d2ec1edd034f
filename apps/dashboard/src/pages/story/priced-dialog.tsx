import type { Redraw } from '@nextpanel/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Button } from '../../parts/button.tsx';
import { Dialog, type DialogProps, GoBack } from '../../parts/dialog.tsx';
import { RedrawNote } from './redraw-note.tsx';

interface PricedDialogProps {
  readonly onClose: () => void;
  readonly title: string;
  readonly description?: ReactNode;
  readonly price: UseQueryResult<Redraw>;
  /** false: the change is still being edited, and its price is not known yet. */
  readonly settled?: boolean;
  /** The change is one of a plate. */
  readonly ofPlate?: boolean;
  readonly width?: NonNullable<DialogProps['width']>;
  /** Something was typed. */
  readonly dirty?: boolean;
  /** The verb on the button: `Retake`. */
  readonly verb: string;
  readonly busy: boolean;
  readonly onConfirm: () => void;
  readonly children?: ReactNode;
}

/** Confirms a change that may draw: shows what is drawn and the price, and can be confirmed only then. */
export function PricedDialog({
  onClose,
  title,
  description,
  price,
  settled = true,
  ofPlate = false,
  width = 'normal',
  dirty = false,
  verb,
  busy,
  onConfirm,
  children,
}: PricedDialogProps) {
  const ready = settled && !price.isFetching && price.data !== undefined && price.error === null;
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      description={description}
      width={width}
      dirty={dirty}
      actions={
        <>
          <GoBack />
          <Button kind="primary" busy={busy} disabled={!ready} onClick={onConfirm}>
            {verb}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {children}
        <RedrawNote price={price} settled={settled} ofPlate={ofPlate} />
      </div>
    </Dialog>
  );
}
