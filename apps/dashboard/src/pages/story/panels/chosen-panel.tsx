import { t } from '@lingui/core/macro';
import type { CheckVerdict } from '@nextpanel/core';
import type { ReactNode } from 'react';
import { Badge } from '../../../parts/badge.tsx';
import { Button } from '../../../parts/button.tsx';
import { ServerSentence, ServerWords } from '../../../parts/server-words.tsx';
import { StatusBadge } from '../../../parts/status-badge.tsx';
import { Picture } from '../frame/picture.tsx';
import { largeWidth, pictureUrl } from '../frame/picture-url.ts';
import type { SeenPanel } from './arrange-panels.ts';
import { checkName, checkWords } from './check-words.ts';

export interface PanelActs {
  readonly open: () => void;
  /** undefined: the key may not say it. */
  readonly accept: (() => void) | undefined;
  /** undefined: there is nothing to be called wrong. */
  readonly wrong: (() => void) | undefined;
  /** undefined: the key may not say it. */
  readonly label: ((verdict: CheckVerdict, label: CheckVerdict['label']) => void) | undefined;
  /** undefined: not possible now. */
  readonly retake: (() => void) | undefined;
  readonly retouch: (() => void) | undefined;
}

/** The panel that keys act on: its frame, what was found in it, and what can be done. On a phone, a bar at the lower edge. */
export function ChosenPanel({ seen, acts }: { readonly seen: SeenPanel; readonly acts: PanelActs }) {
  const { panel, verdicts, accepted } = seen;
  const { number, frame, prompt } = panel;
  const judged = verdicts.filter(({ found, judged }) => found || !judged);
  return (
    <section
      aria-label={t`Panel ${number}`}
      className="bg-surface border-line fixed inset-x-0 bottom-0 z-20 flex flex-col gap-3 border-t p-3 shadow-raised lg:sticky lg:inset-auto lg:top-4 lg:z-0 lg:max-h-[calc(100dvh-2rem)] lg:overflow-y-auto lg:rounded-xl lg:border lg:p-4 lg:shadow-none"
    >
      <div className="hidden lg:block">
        {frame === null ? (
          <p className="bg-sunken text-ink-soft flex aspect-video items-center justify-center rounded-lg">
            {panel.status === 'drawing' ? t`Being drawn…` : t`Not drawn yet`}
          </p>
        ) : (
          <Picture
            src={pictureUrl(frame, largeWidth)}
            alt={t`Panel ${number}: ${prompt}`}
            width={frame.width}
            height={frame.height}
            className="max-h-[45dvh] w-full rounded-lg object-contain"
          />
        )}
      </div>
      <p className="flex flex-wrap items-center gap-2">
        <span className="me-auto font-semibold">{t`Panel ${number}`}</span>
        {panel.stale && <Badge tone="warn">{t`stale`}</Badge>}
        {accepted ? <Badge tone="good">{t`accepted`}</Badge> : <StatusBadge status={panel.status} />}
      </p>
      <p dir="auto" className="text-ink-soft hidden text-sm lg:line-clamp-4">
        {prompt}
      </p>
      {panel.failure !== null && (
        <p className="text-bad text-sm break-words">
          <ServerWords code={panel.failure.code} detail={panel.failure.detail} />
        </p>
      )}
      {judged.length > 0 && (
        <ul
          aria-label={t`Found in panel ${number}`}
          className="flex max-h-32 flex-col gap-2 overflow-y-auto lg:max-h-none"
        >
          {judged.map((verdict) => (
            <Finding key={verdict.check} verdict={verdict} onLabel={acts.label} />
          ))}
        </ul>
      )}
      <div className="flex flex-wrap gap-2">
        <Act sign="a" primary onPress={acts.accept} disabled={frame === null}>
          {accepted ? t`Not accepted` : t`Accept`}
        </Act>
        <Act sign="r" onPress={acts.retake}>
          {t`Retake…`}
        </Act>
        <Act sign="t" onPress={acts.retouch}>
          {t`Retouch…`}
        </Act>
        <Act sign="↵" onPress={acts.open}>
          {t`Open`}
        </Act>
      </div>
    </section>
  );
}

function Finding({ verdict, onLabel }: { readonly verdict: CheckVerdict; readonly onLabel: PanelActs['label'] }) {
  const { check, detail, found, label } = verdict;
  const wrong = label === 'wrong';
  return (
    <li className="bg-sunken flex items-start gap-2 rounded-lg px-3 py-2 text-sm">
      <span className="min-w-0 flex-1">
        <span className={wrong ? 'text-ink-soft line-through' : found ? 'text-warn font-semibold' : 'font-semibold'}>
          {found ? checkWords(check) : t`${checkName(check)}: not judged`}
        </span>
        {label !== null && (
          <span className="text-ink-soft"> {label === 'wrong' ? t`— you say: wrong` : t`— you say: right`}</span>
        )}
        <ServerSentence className="text-ink-soft block break-words" words={detail} />
      </span>
      {found && onLabel !== undefined && (
        <Button
          size="small"
          kind="quiet"
          aria-label={wrong ? t`Take back: ${checkName(check)} is wrong` : t`Wrong: ${checkName(check)}`}
          onClick={() => onLabel(verdict, wrong ? null : 'wrong')}
        >
          {wrong ? t`Undo` : t`Wrong`}
          {!wrong && <Sign>w</Sign>}
        </Button>
      )}
    </li>
  );
}

function Act({
  sign,
  primary = false,
  onPress,
  disabled = false,
  children,
}: {
  readonly sign: string;
  readonly primary?: boolean;
  readonly onPress: (() => void) | undefined;
  readonly disabled?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <Button
      size="small"
      kind={primary ? 'primary' : 'plain'}
      className="flex-1"
      disabled={disabled || onPress === undefined}
      onClick={onPress}
    >
      {children}
      <Sign>{sign}</Sign>
    </Button>
  );
}

/** The key that does the same; not on a phone, which has none. */
const Sign = ({ children }: { readonly children: string }) => (
  <span
    aria-hidden="true"
    className="hidden rounded border border-current px-1 font-mono text-[0.6875rem] leading-tight lg:inline"
  >
    {children}
  </span>
);
