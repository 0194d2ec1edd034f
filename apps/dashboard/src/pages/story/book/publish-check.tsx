import { t } from '@lingui/core/macro';
import type { PublishProfileName, StoryView } from '@nextpanel/core';
import { publishProfileNames, publishProfiles } from '@nextpanel/core/publishing';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useClient } from '../../../data/client-context.tsx';
import { keys } from '../../../data/keys.ts';
import { coreMessage } from '../../../language/core-message.ts';
import { Foreign } from '../../../parts/foreign.tsx';
import { ProblemNote } from '../../../parts/problem-note.tsx';
import { Select } from '../../../parts/select.tsx';
import { ServerSentence } from '../../../parts/server-words.tsx';
import { Loading } from '../../../parts/skeleton.tsx';

const options = () =>
  publishProfileNames.map((value) => ({
    value,
    label: coreMessage(`publish.${value}`) ?? publishProfiles[value].label,
  }));

/** Compares the book with what a shop or a country asks for: its rules on AI, and what the book lacks. */
export function PublishCheck({ story }: { readonly story: StoryView }) {
  const [open, setOpen] = useState(false);
  const [profile, setProfile] = useState<PublishProfileName>('own');
  return (
    <details className="rounded border border-line p-3" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="cursor-pointer font-medium">{t`Before you publish`}</summary>
      {open && (
        <div className="mt-3 flex flex-col gap-3">
          <Select label={t`Where`} value={profile} onChange={setProfile} options={options()} />
          <Found story={story} profile={profile} />
        </div>
      )}
    </details>
  );
}

function Found({ story, profile }: { readonly story: StoryView; readonly profile: PublishProfileName }) {
  const client = useClient();
  const { data, error, refetch } = useQuery({
    // Another answer after each change of the story.
    queryKey: [...keys.story(story.id), 'publish-check', profile, story.updatedAt],
    queryFn: () => client.publishCheck(story.id, profile),
    placeholderData: (before) => (before?.profile === profile ? before : undefined),
  });
  if (error !== null && data === undefined)
    return <ProblemNote title={t`The book could not be checked`} error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading what={t`the check`} />;
  const { asOf, policy, findings, disclosure, labels } = data;
  return (
    <div className="flex max-w-prose flex-col gap-3" aria-live="polite">
      <section aria-labelledby="publish-missing">
        <h2 id="publish-missing" className="font-medium">{t`What is missing`}</h2>
        {findings.length === 0 ? (
          <p>{t`Nothing that this check knows of.`}</p>
        ) : (
          <ul className="list-disc ps-5">
            {findings.map((finding) => (
              <li key={finding}>
                <ServerSentence words={finding} />
              </li>
            ))}
          </ul>
        )}
      </section>
      {policy.length > 0 && (
        <section aria-labelledby="publish-rules">
          <h2 id="publish-rules" className="font-medium">{t`What it says of pictures made with AI`}</h2>
          <p className="text-ink-soft text-sm">{t`As of ${asOf}; the sources win.`}</p>
          <ul className="list-disc ps-5">
            {policy.map(({ rule, source }) => (
              <li key={rule}>
                <Foreign>{rule}</Foreign>{' '}
                <a className="underline" href={source} target="_blank" rel="noreferrer">{t`source`}</a>
              </li>
            ))}
          </ul>
        </section>
      )}
      {(disclosure !== null || labels.length > 0) && (
        <section aria-labelledby="publish-declare">
          <h2 id="publish-declare" className="font-medium">{t`What to declare`}</h2>
          {disclosure !== null && (
            <p dir="auto" className="select-all">
              {disclosure}
            </p>
          )}
          {labels.length > 0 && <p>{t`Label: ${labels.join(' · ')}`}</p>}
        </section>
      )}
    </div>
  );
}
