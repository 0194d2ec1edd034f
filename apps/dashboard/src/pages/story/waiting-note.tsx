import { t } from '@lingui/core/macro';
import type { StoryView } from '@nextpanel/core';
import { isPlatePanel, plateOf } from '@nextpanel/core/plate-panel';
import { Link } from '@tanstack/react-router';
import { useProviders } from '../../data/operation-queries.ts';
import { useMay } from '../../data/rights.ts';
import { useServerNow } from '../../data/use-server-now.ts';
import { classNames } from '../../parts/class-names.ts';
import { Foreign } from '../../parts/foreign.tsx';
import { ServerWords } from '../../parts/server-words.tsx';
import { placeWords } from '../stories/waiting-words.ts';
import { LineNote } from './line-note.tsx';
import { RemedyButton } from './remedy-button.tsx';
import { waitingWords } from './words/waiting-words.ts';

/** How often the words are judged by the time. */
const everyMs = 10_000;

/** This many failures are listed one by one. */
const mostNamed = 5;

/** What a story is waiting for, in plain words, and the button that helps. */
export function WaitingNote({ story }: { readonly story: StoryView }) {
  const now = useServerNow(everyMs);
  const words = waitingWords(story, now);
  if (words === null) return <LineNote story={story} />;
  const alarming = story.status === 'needs_attention' && story.waitingOn !== 'approval';
  return (
    <section
      role="status"
      aria-label={t`What the story is waiting for`}
      className={classNames(
        'mb-4 rounded-xl border p-4',
        alarming ? 'border-bad bg-bad-soft' : 'border-line-strong bg-warn-soft',
      )}
    >
      <h2 className="text-base">{words.title}</h2>
      <p>{words.text}</p>
      {story.line !== undefined && story.waitingOn !== null && (
        <p>{t`It stands in line at ${story.provider}: ${placeWords(story.line)}.`}</p>
      )}
      {story.waitingOn === 'provider_paused' && !story.waiting?.detail && <PauseReason provider={story.provider} />}
      <Failures story={story} />
      {words.remedy !== 'none' && (
        <div className="mt-3 flex flex-wrap gap-2">
          <RemedyButton story={story} remedy={words.remedy} />
        </div>
      )}
    </section>
  );
}

function Failures({ story }: { readonly story: StoryView }) {
  const { failures } = story;
  if (failures.length === 0) return null;
  return (
    <ul className="mt-2 list-disc ps-5">
      {failures.slice(0, mostNamed).map(({ panel, panelId, code, detail }) => (
        <li key={`${panelId} ${code}`} className="break-words">
          {panel === null && panelId !== null && isPlatePanel(panelId) && (
            <>
              <Link
                to="/stories/$id/cast"
                params={{ id: story.id }}
                hash={plateOf(panelId)}
                className="text-accent-strong font-medium underline"
              >
                {t`Plate of ${plateOf(panelId)}`}
              </Link>
              {': '}
            </>
          )}
          {panel !== null && (
            <Link
              to="/stories/$id"
              params={{ id: story.id }}
              search={{ panel }}
              resetScroll={false}
              className="text-accent-strong font-medium underline"
            >
              {t`Panel ${panel}`}
            </Link>
          )}
          {panel !== null && ': '}
          <ServerWords code={code} detail={detail} /> <code className="text-xs">{code}</code>
        </li>
      ))}
      {failures.length > mostNamed && <li>{t`and ${failures.length - mostNamed} more, marked below`}</li>}
    </ul>
  );
}

function PauseReason({ provider }: { readonly provider: string }) {
  const may = useMay();
  const { data: providers } = useProviders(may('listProviders'));
  const reason = providers?.find(({ id }) => id === provider)?.paused?.reason;
  return reason === undefined ? null : (
    <p className="font-medium break-words">
      <Foreign>{reason}</Foreign>
    </p>
  );
}
