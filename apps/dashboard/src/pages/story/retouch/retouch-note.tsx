import { t } from '@lingui/core/macro';
import type { TakeView } from '@nextpanel/core';
import { areaWords } from './area-words.ts';

/** What a retouched take was made from, what was asked, and where. */
export function RetouchNote({
  retouch: { instruction, baseTake, box },
}: {
  readonly retouch: NonNullable<TakeView['retouch']>;
}) {
  return (
    <p>
      <span className="font-medium">
        {baseTake === null ? t`Retouched from an earlier picture:` : t`Retouched from take ${baseTake}:`}{' '}
      </span>
      <span dir="auto">{instruction}</span>
      {box !== null && (
        <span className="text-ink-soft">
          {' '}
          {t`(within ${areaWords(box)} %: left, top, width, height; the rest is the same)`}
        </span>
      )}
    </p>
  );
}
