import { msg, t } from '@lingui/core/macro';
import type { PanelView } from '@nextpanel/core';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { listWords } from '../../../language/list-words.ts';
import { classNames } from '../../../parts/class-names.ts';
import { statusWord } from '../../../parts/status-badge.tsx';
import { Picture } from '../frame/picture.tsx';
import { pictureUrl, tileWidth } from '../frame/picture-url.ts';

const mostPromptLetters = 90;

interface FrameTileProps {
  readonly story: string;
  readonly panel: PanelView;
  readonly ratio: number;
  /** Its role for other panels. */
  readonly role: 'anchor' | 'reference' | null;
}

/** A panel in its strip: its frame, or what it is waiting for. Opens the drawer. */
export const FrameTile = memo(function FrameTile({ story, panel, ratio, role }: FrameTileProps) {
  const { number, frame, status } = panel;
  const again = frame !== null && status === 'waiting';
  return (
    <Link
      to="/stories/$id/chain"
      params={{ id: story }}
      search={{ panel: number }}
      resetScroll={false}
      preload={false}
      data-walk="panel"
      className="group block rounded-lg"
    >
      <span className="sr-only">{t`Panel ${number}, ${stateWords(panel, role)}: ${panel.prompt.slice(0, mostPromptLetters)}`}</span>
      <span
        style={{ aspectRatio: ratio }}
        className={classNames(
          'bg-sunken relative flex items-center justify-center overflow-hidden rounded-lg border group-hover:border-accent',
          frame === null && 'p-1.5',
          status === 'failed' ? 'border-bad' : status === 'drawing' ? 'border-accent' : 'border-line',
          status === 'drawing' && 'ring-accent ring-2',
        )}
      >
        {frame === null ? (
          <span aria-hidden="true" dir="auto" className="text-ink-soft line-clamp-4 text-[0.6875rem] leading-tight">
            {panel.prompt.slice(0, mostPromptLetters)}
          </span>
        ) : (
          <Picture
            src={pictureUrl(frame, tileWidth)}
            alt=""
            width={frame.width}
            height={frame.height}
            className={classNames('size-full object-cover', (again || status === 'drawing') && 'opacity-50')}
          />
        )}
        {status === 'drawing' && (
          <span
            aria-hidden="true"
            className="border-accent absolute end-1.5 bottom-1.5 size-4 animate-spin rounded-full border-2 border-r-transparent"
          />
        )}
      </span>
      <span aria-hidden="true" className="mt-0.5 flex flex-wrap items-baseline gap-x-1.5 text-xs">
        <span className="font-semibold tabular-nums">{number}</span>
        <span className={classNames(status === 'failed' ? 'text-bad font-semibold' : 'text-ink-soft')}>
          {captionWords(panel, role)}
        </span>
      </span>
    </Link>
  );
});

const roleWords = { anchor: msg`anchor`, reference: msg`reference` } as const;
const roleNames = { anchor: msg`anchor frame`, reference: msg`reference frame` } as const;

function stateWords({ status, frame, stale, takes, take }: PanelView, role: FrameTileProps['role']): string {
  return listWords([
    frame !== null && status === 'waiting' ? t`to be redrawn` : statusWord(status),
    stale && t`stale`,
    takes > 1 && take !== null && t`take ${take} of ${takes}`,
    role !== null && t(roleNames[role]),
  ]);
}

/** Notes below the picture; an ordinary drawn panel has none. */
function captionWords(panel: PanelView, role: FrameTileProps['role']): string {
  const { status, frame, stale, takes, take } = panel;
  const words = [
    frame !== null && status === 'waiting' ? t`again` : status === 'drawn' ? null : statusWord(status),
    stale ? t`stale` : null,
    role === null ? null : t(roleWords[role]),
    takes > 1 && take !== null ? t`take ${take}/${takes}` : null,
  ];
  return words.filter((word) => word !== null).join(' · ');
}
