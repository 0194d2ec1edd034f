import { plural, t } from '@lingui/core/macro';
import type { LinkView, StoryView } from '@nextpanel/core';
import { useState } from 'react';
import { useAddLink, useDeleteLink, useLinks } from '../../../data/note-queries.ts';
import { underRoot } from '../../../data/root-path.ts';
import { Button } from '../../../parts/button.tsx';
import { Dialog } from '../../../parts/dialog.tsx';
import { formatDate } from '../../../parts/format-time.ts';
import { ProblemNote } from '../../../parts/problem-note.tsx';
import { Select } from '../../../parts/select.tsx';
import { TextField } from '../../../parts/text-field.tsx';
import { useNotify } from '../../../parts/toast.tsx';

const dayMs = 86_400_000;
const choices = () =>
  [7, 14, 30, 90].map((days) => ({ value: String(days), label: plural(days, { one: '# day', other: '# days' }) }));

/** Makes a reviewer's link, and revokes those that are there. */
export function ShareDialog({ story, onClose }: { readonly story: StoryView; readonly onClose: () => void }) {
  const [name, setName] = useState('');
  const [days, setDays] = useState('14');
  const add = useAddLink(story.id);
  const { data: links, error } = useLinks(story.id);
  const make = () => {
    const expires = new Date(Date.now() + Number(days) * dayMs).toISOString();
    add.mutate({ ...(name.trim() !== '' && { name: name.trim() }), expires }, { onSuccess: () => setName('') });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t`Share for review`}
      description={t`People with the link see the pictures and texts of this story, without prices or prompts, and can pin notes on them. They need no key.`}
    >
      <form
        className="flex flex-wrap items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          make();
        }}
      >
        <div className="min-w-40 flex-1">
          <TextField label={t`For whom`} value={name} onChange={setName} maxLength={60} placeholder={t`Ana, editor`} />
        </div>
        <Select label={t`Valid for`} value={days} onChange={setDays} options={choices()} />
        <Button kind="primary" type="submit" busy={add.isPending}>{t`Make a link`}</Button>
      </form>
      {add.data !== undefined && <NewLink link={add.data} />}
      {error !== null && <ProblemNote title={t`The links could not be loaded`} error={error} />}
      {links !== undefined && links.length > 0 && (
        <section aria-label={t`Valid links`} className="mt-5">
          <h3 className="mb-2 font-semibold">{t`Valid links`}</h3>
          <ul className="flex flex-col gap-2">
            {links.map((link) => (
              <ValidLink key={link.id} story={story.id} link={link} />
            ))}
          </ul>
        </section>
      )}
    </Dialog>
  );
}

function NewLink({ link }: { readonly link: LinkView }) {
  const notify = useNotify();
  // The page knows best under which address it was opened.
  const url = `${window.location.origin}${underRoot('/review')}#${link.secret ?? ''}`;
  const copy = () => {
    navigator.clipboard
      .writeText(url)
      .then(() => notify({ kind: 'done', title: t`The link is copied` }))
      .catch(() =>
        notify({ kind: 'error', title: t`The link was not copied`, text: t`Select it and copy it yourself.` }),
      );
  };
  return (
    <div role="status" className="bg-sunken mt-4 flex flex-col gap-2 rounded-lg p-3">
      <p className="text-sm">{t`Send this address. It is shown only now.`}</p>
      <div className="flex items-end gap-2">
        <TextField
          label={t`Address`}
          hideLabel
          value={url}
          onChange={() => undefined}
          readOnly
          onFocus={(event) => event.target.select()}
        />
        <Button onClick={copy}>{t`Copy`}</Button>
      </div>
    </div>
  );
}

function ValidLink({ story, link }: { readonly story: string; readonly link: LinkView }) {
  const revoke = useDeleteLink(story);
  return (
    <li className="border-line flex flex-wrap items-center gap-2 rounded-lg border p-2.5 text-sm">
      <span dir="auto" className="font-medium">
        {link.name ?? t`Without a name`}
      </span>
      <span className="text-ink-soft me-auto">{t`until ${formatDate(link.expires)}`}</span>
      <Button size="small" kind="danger" busy={revoke.isPending} onClick={() => revoke.mutate(link.id)}>
        {t`Revoke`}
      </Button>
    </li>
  );
}
