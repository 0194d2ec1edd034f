import { t } from '@lingui/core/macro';
import { type ReactNode, useState } from 'react';
import { Button } from '../../../parts/button.tsx';

const scales = [1, 1.5, 2, 3] as const;

/** The zoom of the sheets, and its buttons. */
export function useZoom(): { readonly scale: number; readonly buttons: ReactNode } {
  const [zoom, setZoom] = useState(0);
  const buttons = (
    <>
      <Button size="small" disabled={zoom === 0} aria-label={t`Smaller`} onClick={() => setZoom(zoom - 1)}>
        −
      </Button>
      <Button
        size="small"
        disabled={zoom === scales.length - 1}
        aria-label={t`Larger`}
        onClick={() => setZoom(zoom + 1)}
      >
        +
      </Button>
    </>
  );
  return { scale: scales[zoom] ?? 1, buttons };
}
