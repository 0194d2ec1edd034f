import { plural, t } from '@lingui/core/macro';
import type { SheetView } from '@nextpanel/core';
import { classNames } from '../../../parts/class-names.ts';
import { Picture } from '../frame/picture.tsx';
import { pictureUrl } from '../frame/picture-url.ts';
import { panelList } from '../words/number-list.ts';

/** The width that sheets are asked for in, in pixels: readable when enlarged. */
const sheetWidth = 1_600;

/** A composed sheet, or what it is waiting for. */
export function Sheet({
  sheet: { image, number, panels },
  className,
  lazy = false,
  whole = false,
}: {
  readonly sheet: SheetView;
  readonly className: string;
  /** Fetched only when it is near the screen. */
  readonly lazy?: boolean;
  /** As high as the screen at most, so that all of it is seen. */
  readonly whole?: boolean;
}) {
  const list = panelList(panels);
  if (image === null) {
    return (
      <div
        className={classNames(
          className,
          'border-line-strong text-ink-soft flex aspect-[3/4] w-full items-center justify-center border border-dashed p-4 text-center',
        )}
      >
        {plural(panels.length, {
          one: `Sheet ${number} is composed as soon as ${list} is drawn.`,
          other: `Sheet ${number} is composed as soon as ${list} are drawn.`,
        })}
      </div>
    );
  }
  return (
    <div className={className}>
      <Picture
        src={pictureUrl(image, sheetWidth)}
        alt={t`Sheet ${number}: ${list}`}
        width={image.width}
        height={image.height}
        lazy={lazy}
        className={classNames('shadow-raised', whole ? 'mx-auto max-h-[calc(100dvh-4rem)] w-auto' : 'w-full')}
      />
    </div>
  );
}
