import { t } from '@lingui/core/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { wordsOf } from '../../data/create-query-client.ts';
import { signIn } from '../../data/session.ts';
import { Button } from '../../parts/button.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { PageHeading } from '../../shell/page-heading.tsx';

/** Exchanges an API key for a cookie, then returns to the page that asked for the key. */
export function SignInPage() {
  const { from = '/' } = useSearch({ from: '/sign-in' });
  const router = useRouter();
  const queries = useQueryClient();
  const [key, setKey] = useState('');
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      await signIn(key.trim());
      queries.clear();
      router.history.replace(from);
    } catch (thrown) {
      setError(wordsOf(thrown));
      setBusy(false);
    }
  };

  return (
    <div className="mx-auto max-w-md">
      <PageHeading title={t`Sign in`} />
      <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <TextField
          label={t`API key`}
          type="password"
          name="key"
          autoComplete="current-password"
          required
          value={key}
          onChange={setKey}
          error={error}
          hint={t`One of the keys in the server's NEXTPANEL_API_KEYS. It is sent once and not stored in this browser.`}
        />
        <Button type="submit" kind="primary" busy={busy}>{t`Sign in`}</Button>
      </form>
    </div>
  );
}
