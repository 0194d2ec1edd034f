import { t } from '@lingui/core/macro';
import { classNames } from '../../../parts/class-names.ts';
import { usePictureFault } from '../../../parts/use-picture-fault.ts';

interface PictureProps {
  readonly src: string;
  readonly alt: string;
  /** Of the picture itself, so that its place is kept while it comes. */
  readonly width: number;
  readonly height: number;
  /** Fetched only when it is near the screen. */
  readonly lazy?: boolean;
  /** Words do not fit in its place. */
  readonly tiny?: boolean;
  readonly className?: string;
}

/** A stored picture; if it is missing or cannot be loaded, a message in its place. */
export function Picture({ src, alt, width, height, lazy = false, tiny = false, className }: PictureProps) {
  const { fault, onError } = usePictureFault(src);
  if (fault !== null) {
    return (
      <span
        style={{ aspectRatio: `${width} / ${height}` }}
        className={classNames(
          'bg-sunken text-ink-soft border-line-strong flex items-center justify-center border border-dashed p-1 text-center text-xs',
          className,
        )}
      >
        <span className={classNames(tiny && 'sr-only')}>
          {fault === 'missing' ? t`Picture missing` : t`Not loaded`}
        </span>
        {alt !== '' && <span className="sr-only">: {alt}</span>}
      </span>
    );
  }
  return (
    <img
      src={src}
      alt={alt}
      width={width}
      height={height}
      decoding="async"
      loading={lazy ? 'lazy' : 'eager'}
      onError={onError}
      className={classNames('bg-sunken max-w-full', className)}
    />
  );
}
