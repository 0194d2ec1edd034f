import { plural, t } from '@lingui/core/macro';
import { ApiError, createClient } from '@nextpanel/client';
import type { NoteView, PanelView, StoryView } from '@nextpanel/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { ClientProvider } from '../../data/client-context.tsx';
import { createQueryClient } from '../../data/create-query-client.ts';
import { useNotes } from '../../data/note-queries.ts';
import { rootPath } from '../../data/root-path.ts';
import { usePanels, useSheets, useStory } from '../../data/story-queries.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { Loading } from '../../parts/skeleton.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { PageHeading } from '../../shell/page-heading.tsx';
import { largeWidth, pictureUrl, tileWidth } from '../story/frame/picture-url.ts';
import { NotesOfPanel } from '../story/notes/notes-of-panel.tsx';
import { PanelTexts } from '../story/panel/panel-texts.tsx';
import { LinkPicture, LinkSecretProvider } from './link-picture.tsx';
import { readAuthor, writeAuthor } from './own-name.ts';

/** Notes of others come by reading again this often, in milliseconds: a link opens no event stream. */
const readAgainMs = 15_000;
const sheetWidth = 1_600;

/** `npl_<story>.<link>.<secret>`: the part behind # of the address, which browsers do not send. */
const secretForm = /^npl_([A-Za-z0-9_-]{1,64})\.l[0-9a-f]{12}\.[A-Za-z0-9_-]{43}$/;

/** What the holder of a reviewer's link sees: the pages and panels of one story, without prices, to pin notes on. */
export function ReviewPage() {
  const [secret] = useState(() => window.location.hash.slice(1));
  const id = secretForm.exec(secret)?.[1];
  const [client] = useState(() => createClient({ baseUrl: rootPath(), apiKey: secret, retries: 0 }));
  // Not that of the dashboard: its owner may be signed in there and see the same story with prices.
  const [queries] = useState(() => createQueryClient(() => undefined));
  if (id === undefined) return <NoLink />;
  return (
    <ClientProvider value={client}>
      <QueryClientProvider client={queries}>
        <LinkSecretProvider value={secret}>
          <Review id={id} />
        </LinkSecretProvider>
      </QueryClientProvider>
    </ClientProvider>
  );
}

function Review({ id }: { readonly id: string }) {
  const { data: story, error, refetch } = useStory(id);
  if (error instanceof ApiError && (error.status === 401 || error.status === 404)) return <NoLink />;
  if (error !== null && story === undefined)
    return <ProblemNote title={t`The story could not be loaded`} error={error} onRetry={() => void refetch()} />;
  if (story === undefined) return <Loading what={t`the story`} />;
  return <ReviewedStory story={story} />;
}

function ReviewedStory({ story }: { readonly story: StoryView }) {
  const { data: panels } = usePanels(story.id);
  const { data: sheets } = useSheets(story.id);
  const { data: notes } = useNotes(story.id, readAgainMs);
  const [author, setAuthor] = useState(readAuthor);
  const [shown, setShown] = useState<string | null>(null);
  const panel = panels?.find(({ id }) => id === shown);
  const composed = (sheets ?? []).flatMap(({ number, image }) => (image === null ? [] : [{ number, image }]));
  const { drawn, total } = story.progress.panels;
  return (
    <>
      <PageHeading title={story.title} />
      <p className="text-ink-soft mb-4 max-w-prose">
        {t`You were sent this story to review. Choose a panel to pin a note on it.`}
        {drawn < total && ` ${t`${drawn} of ${total} panels are drawn so far.`}`}
      </p>
      <div className="mb-6 max-w-64">
        <TextField
          label={t`Your name, for your notes`}
          value={author}
          maxLength={60}
          onChange={(name) => {
            setAuthor(name);
            writeAuthor(name);
          }}
        />
      </div>
      <section aria-label={t`Panels`}>
        <h2 className="mb-2 text-lg font-semibold">{t`Panels`}</h2>
        {panels === undefined ? (
          <Loading what={t`the panels`} />
        ) : (
          <ol className="grid grid-cols-2 gap-3 sm:grid-cols-4 lg:grid-cols-6">
            {panels.map((it) => (
              <li key={it.id}>
                <PanelTile panel={it} notes={notes ?? []} onChoose={() => setShown(it.id)} />
              </li>
            ))}
          </ol>
        )}
      </section>
      {composed.length > 0 && (
        <section aria-label={t`Pages`} className="mt-8">
          <h2 className="mb-2 text-lg font-semibold">{t`Pages`}</h2>
          <ol className="mx-auto flex max-w-3xl flex-col gap-6">
            {composed.map(({ number, image }) => (
              <li key={number}>
                <LinkPicture
                  src={pictureUrl(image, sheetWidth)}
                  alt={t`Page ${number}`}
                  width={image.width}
                  height={image.height}
                  className="w-full shadow-raised"
                />
              </li>
            ))}
          </ol>
        </section>
      )}
      {panel !== undefined && (
        <PanelDialog story={story} panel={panel} notes={notes} author={author.trim()} onClose={() => setShown(null)} />
      )}
    </>
  );
}

function PanelTile({
  panel,
  notes,
  onChoose,
}: {
  readonly panel: PanelView;
  readonly notes: readonly NoteView[];
  readonly onChoose: () => void;
}) {
  const { id, number, frame } = panel;
  const open = notes.filter((note) => note.panelId === id && !note.resolved).length;
  return (
    <button type="button" onClick={onChoose} className="group block w-full rounded-lg text-start">
      <span className="border-line bg-sunken group-hover:border-accent relative flex aspect-square items-center justify-center overflow-hidden rounded-lg border">
        {frame === null ? (
          <span className="text-ink-soft text-sm">{t`Not drawn yet`}</span>
        ) : (
          <LinkPicture
            src={pictureUrl(frame, tileWidth)}
            alt=""
            width={frame.width}
            height={frame.height}
            className="size-full object-contain"
          />
        )}
      </span>
      <span className="mt-1 block text-sm">
        <span className="font-semibold">{t`Panel ${number}`}</span>
        {open > 0 && <span className="text-accent"> · {plural(open, { one: '# note', other: '# notes' })}</span>}
      </span>
    </button>
  );
}

function PanelDialog({
  story,
  panel,
  notes,
  author,
  onClose,
}: {
  readonly story: StoryView;
  readonly panel: PanelView;
  readonly notes: readonly NoteView[] | undefined;
  readonly author: string;
  readonly onClose: () => void;
}) {
  const [writing, setWriting] = useState(false);
  const { frame } = panel;
  return (
    <Dialog open onClose={onClose} title={t`Panel ${panel.number}`} width="wide" dirty={writing}>
      <div className="flex flex-col gap-4">
        <NotesOfPanel
          story={story.id}
          panel={panel.id}
          notes={notes}
          picture={
            frame && (
              <LinkPicture
                src={pictureUrl(frame, largeWidth)}
                alt={t`The picture of panel ${panel.number}`}
                width={frame.width}
                height={frame.height}
                className="border-line w-full rounded-xl border"
              />
            )
          }
          mayChange={(note) => note.link !== null && note.link === ownLink()}
          author={author}
          onWriting={setWriting}
        />
        {panel.text.length > 0 && (
          <section aria-label={t`Texts`}>
            <h3 className="mb-1 font-semibold">{t`Texts`}</h3>
            <PanelTexts texts={panel.text} />
          </section>
        )}
      </div>
    </Dialog>
  );
}

/** Id of the link that this page was opened with: it may change the notes that were written with it. */
const ownLink = (): string | undefined => window.location.hash.split('.')[1];

function NoLink() {
  return (
    <>
      <PageHeading title={t`Review`} />
      <div role="alert">
        <EmptyState title={t`This link opens nothing`}>
          {t`It has ended, was revoked, or was not copied as a whole. Ask the sender for a new one.`}
        </EmptyState>
      </div>
    </>
  );
}
