import { t } from '@lingui/core/macro';
import { createContext, useContext, useEffect, useRef, useState } from 'react';
import { classNames } from '../../parts/class-names.ts';

const LinkSecret = createContext('');

export const LinkSecretProvider = LinkSecret.Provider;

type Shown = { readonly url: string } | { readonly fault: string } | null;

/** A picture that is asked for with the secret of a reviewer's link, which an address alone cannot carry, when it is near the screen. */
export function LinkPicture({
  src,
  alt,
  width,
  height,
  className,
}: {
  readonly src: string;
  readonly alt: string;
  readonly width: number;
  readonly height: number;
  readonly className: string;
}) {
  const secret = useContext(LinkSecret);
  const place = useRef<HTMLSpanElement>(null);
  const [shown, setShown] = useState<Shown>(null);
  useEffect(() => {
    const left = new AbortController();
    let url: string | undefined;
    const show = async () => {
      try {
        const response = await fetch(src, { headers: { authorization: `Bearer ${secret}` }, signal: left.signal });
        if (!response.ok) return setShown({ fault: response.status === 404 ? t`Picture missing` : t`Not loaded` });
        url = URL.createObjectURL(await response.blob());
        if (left.signal.aborted) URL.revokeObjectURL(url);
        else setShown({ url });
      } catch {
        if (!left.signal.aborted) setShown({ fault: t`Not loaded` });
      }
    };
    const near = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        near.disconnect();
        void show();
      },
      { rootMargin: '400px' },
    );
    if (place.current !== null) near.observe(place.current);
    return () => {
      near.disconnect();
      left.abort();
      if (url !== undefined) URL.revokeObjectURL(url);
      setShown(null);
    };
  }, [src, secret]);
  if (shown !== null && 'url' in shown)
    return (
      <img
        src={shown.url}
        alt={alt}
        width={width}
        height={height}
        className={classNames('bg-sunken max-w-full', className)}
      />
    );
  return (
    <span
      ref={place}
      style={{ aspectRatio: `${width} / ${height}` }}
      className={classNames('bg-sunken text-ink-soft flex items-center justify-center text-xs', className)}
    >
      {shown === null ? '' : shown.fault}
      {alt !== '' && <span className="sr-only">{alt}</span>}
    </span>
  );
}
