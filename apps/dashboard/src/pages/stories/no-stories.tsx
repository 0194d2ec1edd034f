import { t } from '@lingui/core/macro';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { wordsOf } from '../../data/create-query-client.ts';
import { useMay } from '../../data/rights.ts';
import { useSubmitStory } from '../../data/story-commands.ts';
import { Button } from '../../parts/button.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { useNotify } from '../../parts/toast.tsx';
import { useNewStory } from '../../shell/new-story.tsx';
import { type ExampleId, examples, loadExample } from './submit/load-example.ts';
import { newKey } from './submit/new-key.ts';

/** Before the first story: how to submit one. */
export function NoStories() {
  const { open } = useNewStory();
  const may = useMay();
  if (!may('submitStory'))
    return (
      <EmptyState title={t`No stories yet`}>
        {t`A key with the role “submit” or more submits stories; yours may only look at them.`}
      </EmptyState>
    );
  return (
    <EmptyState
      title={t`No stories yet`}
      action={
        <div className="flex flex-wrap justify-center gap-2">
          <Button kind="primary" onClick={() => open()}>{t`New story`}</Button>
          <Button onClick={() => open({ example: true })}>{t`Try the example`}</Button>
        </div>
      }
    >
      <p>{t`Draw one of these now: rough boards by the built-in storyboard, free, in less than a minute.`}</p>
      <ExampleCards />
      <p>{t`A story is a YAML or JSON file with a title, a cast, and a prompt for every panel. Submit yours here, or on the command line:`}</p>
      <p className="mt-3">
        <code className="bg-sunken text-ink inline-block rounded-md px-3 py-2 text-start text-xs break-words">
          npm run -s nextpanel -- submit examples/01-the-tortoise-and-the-hare.yaml
        </code>
      </p>
    </EmptyState>
  );
}

/** Each is drawn with one click. */
function ExampleCards() {
  const submit = useSubmitStory();
  const navigate = useNavigate();
  const notify = useNotify();
  const [drawn, setDrawn] = useState<ExampleId>();
  const draw = async (id: ExampleId) => {
    setDrawn(id);
    try {
      const story = await submit.mutateAsync({ source: { yaml: await loadExample(id) }, idempotencyKey: newKey() });
      await navigate({ to: '/stories/$id', params: { id: story.id } });
    } catch (thrown) {
      notify({ kind: 'error', title: t`The example was not submitted`, text: wordsOf(thrown) });
    } finally {
      setDrawn(undefined);
    }
  };
  return (
    <ul className="my-4 grid gap-3 text-start sm:grid-cols-3">
      {examples.map(({ id, title, about }) => (
        <li key={id} className="border-line bg-surface flex flex-col gap-1 rounded-lg border p-3">
          <bdi className="text-ink font-medium">{title}</bdi>
          <span className="text-sm">{t(about)}</span>
          <Button
            size="small"
            className="mt-auto self-start"
            busy={drawn === id}
            disabled={drawn !== undefined}
            aria-label={t`Draw it: ${title}`}
            onClick={() => void draw(id)}
          >
            {t`Draw it`}
          </Button>
        </li>
      ))}
    </ul>
  );
}

/** Shown if no story matches the filter. */
export function NothingFound({ onClear }: { readonly onClear: () => void }) {
  return (
    <EmptyState title={t`No story matches`} action={<Button onClick={onClear}>{t`Show all stories`}</Button>}>
      {t`Search matches part of a title or an id; case does not matter.`}
    </EmptyState>
  );
}
