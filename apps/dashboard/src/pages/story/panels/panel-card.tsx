import { t } from '@lingui/core/macro';
import type { PanelView } from '@nextpanel/core';
import { memo } from 'react';
import { listWords } from '../../../language/list-words.ts';
import { classNames } from '../../../parts/class-names.ts';
import { statusWord } from '../../../parts/status-badge.tsx';
import { Picture } from '../frame/picture.tsx';
import { pictureUrl, tileWidth } from '../frame/picture-url.ts';

const mostPromptLetters = 90;

interface PanelCardProps {
  readonly panel: PanelView;
  /** What was found in its frame, in a few words each. */
  readonly found: string;
  readonly open: boolean;
  readonly accepted: boolean;
  readonly chosen: boolean;
  /** Width by height. */
  readonly ratio: number;
  readonly onChoose: (panel: PanelView) => void;
  readonly onOpen: (panel: PanelView) => void;
}

/** A panel among all of its story: its frame, its state, and what was found in it. */
export const PanelCard = memo(function PanelCard({
  panel,
  found,
  open,
  accepted,
  chosen,
  ratio,
  onChoose,
  onOpen,
}: PanelCardProps) {
  const { number, frame, status, prompt } = panel;
  const state = stateWords(panel, found, accepted);
  return (
    <button
      type="button"
      data-panel={panel.id}
      // One stop for Tab; the arrow keys go from one to the next.
      tabIndex={chosen ? 0 : -1}
      aria-pressed={chosen}
      onFocus={() => onChoose(panel)}
      // A screen reader presses in no place, and wants it opened; so does Enter.
      onClick={({ detail }) => (detail === 0 ? onOpen(panel) : onChoose(panel))}
      onDoubleClick={() => onOpen(panel)}
      className="group block w-full scroll-mt-28 scroll-mb-28 rounded-lg text-start"
    >
      <span className="sr-only">{t`Panel ${number}, ${state}: ${prompt.slice(0, mostPromptLetters)}`}</span>
      <span
        aria-hidden="true"
        style={{ aspectRatio: ratio }}
        className={classNames(
          // Hundreds of pictures cost nothing while they are out of sight; their place is known from the ratio.
          '[content-visibility:auto]',
          'bg-sunken relative flex items-center justify-center overflow-hidden rounded-lg border-2',
          chosen
            ? 'border-accent ring-accent ring-2'
            : status === 'failed'
              ? 'border-bad'
              : open
                ? 'border-warn'
                : 'border-transparent group-hover:border-line-strong',
        )}
      >
        {frame === null ? (
          <span dir="auto" className="text-ink-soft line-clamp-4 p-2 text-xs leading-tight">
            {prompt.slice(0, mostPromptLetters)}
          </span>
        ) : (
          <Picture
            src={pictureUrl(frame, tileWidth)}
            alt=""
            width={frame.width}
            height={frame.height}
            lazy
            className={classNames(
              'size-full object-contain',
              (status === 'waiting' || status === 'drawing') && 'opacity-50',
            )}
          />
        )}
        {accepted && (
          <span className="bg-good text-surface absolute top-1.5 end-1.5 flex size-5 items-center justify-center rounded-full text-xs font-bold">
            ✓
          </span>
        )}
        {status === 'drawing' && (
          <span className="border-accent absolute end-1.5 bottom-1.5 size-4 animate-spin rounded-full border-2 border-r-transparent" />
        )}
      </span>
      <span aria-hidden="true" className="mt-1 flex h-4 items-baseline gap-1.5 overflow-hidden px-0.5 text-xs">
        <span className="font-semibold tabular-nums">{number}</span>
        <span
          className={classNames(
            'truncate',
            status === 'failed' ? 'text-bad font-semibold' : open ? 'text-warn font-medium' : 'text-ink-soft',
          )}
        >
          {shortWords(panel, found)}
        </span>
      </span>
    </button>
  );
});

function stateWords({ status, frame, stale }: PanelView, found: string, accepted: boolean): string {
  return listWords([
    frame !== null && status === 'waiting' ? t`to be redrawn` : statusWord(status),
    stale && t`stale`,
    found !== '' && t`found: ${found}`,
    accepted && t`accepted`,
  ]);
}

/** Below the picture; an ordinary drawn panel has none. */
function shortWords({ status, frame, stale }: PanelView, found: string): string {
  const words = [
    frame !== null && status === 'waiting' ? t`again` : status === 'drawn' ? '' : statusWord(status),
    found,
    stale && t`stale`,
  ];
  return words.filter(Boolean).join(' · ');
}
