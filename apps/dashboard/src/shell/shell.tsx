import { t } from '@lingui/core/macro';
import { Link, Outlet, useMatch, useNavigate, useRouterState } from '@tanstack/react-router';
import { Suspense, useEffect, useRef } from 'react';
import { wordsOf } from '../data/create-query-client.ts';
import { useMay } from '../data/rights.ts';
import { underRoot } from '../data/root-path.ts';
import { useSignedIn, useSignOut } from '../data/session.ts';
import { useLiveChanges } from '../data/use-live-changes.ts';
import { Button } from '../parts/button.tsx';
import { popupPlaceId } from '../parts/popup-place.ts';
import { Loading } from '../parts/skeleton.tsx';
import { useNotify } from '../parts/toast.tsx';
import { ClockNote } from './clock-note.tsx';
import { ConnectionNote } from './connection-note.tsx';
import { NewStoryProvider } from './new-story.tsx';
import { RoleNote } from './role-note.tsx';
import { Settings } from './settings.tsx';
import { ShortcutsHelp } from './shortcuts-help.tsx';
import { mainId, useFocusOnNewPage } from './use-focus-on-new-page.ts';

const linkClasses =
  'text-ink-soft hover:text-ink rounded-md px-2.5 py-1.5 font-medium whitespace-nowrap -outline-offset-2 aria-[current=page]:bg-accent-soft aria-[current=page]:text-accent-strong';

/** The frame around every page. */
export function Shell() {
  useFocusOnNewPage();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const atSignIn = path === '/sign-in';
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    const link = nav.current?.querySelector<HTMLElement>('[aria-current=page]');
    // Not scrollIntoView, after which the Tab key would begin there.
    if (nav.current && link)
      nav.current.scrollLeft = link.offsetLeft - (nav.current.clientWidth - link.offsetWidth) / 2;
  }, [path]);
  if (path === '/review') return <ReviewShell />;
  return (
    <>
      <a
        href={`#${mainId}`}
        className="popup sr-only z-60 px-3 py-2 focus:not-sr-only focus:fixed focus:top-2 focus:start-2"
      >
        {t`Skip to content`}
      </a>
      <header className="border-line bg-surface border-b">
        <div className="mx-auto flex max-w-7xl flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2">
          <Link to="/" className="text-ink rounded-md font-bold tracking-tight">
            nextpanel
          </Link>
          <nav
            ref={nav}
            aria-label={t`Pages`}
            className="order-last -mx-2.5 flex w-full overflow-x-auto sm:order-none sm:mx-0 sm:w-auto"
          >
            <StoriesLink />
            {!atSignIn && <Link to="/scripts" className={linkClasses}>{t`Scripts`}</Link>}
            <Link to="/costs" activeOptions={{ includeSearch: false }} className={linkClasses}>{t`Costs`}</Link>
            {!atSignIn && <OperatorsLinks />}
            <a href={underRoot('/docs')} className={linkClasses}>{t`API docs`}</a>
          </nav>
          <div className="ms-auto flex items-center gap-2">
            {!atSignIn && <LiveNote />}
            <Settings />
            {!atSignIn && <SignOut />}
          </div>
          {!atSignIn && <RoleNote />}
          {!atSignIn && <ClockNote />}
        </div>
      </header>
      <main id={mainId} tabIndex={-1} className="mx-auto max-w-7xl px-4 py-6">
        <NewStoryProvider>
          <Suspense fallback={<Loading what={t`the page`} />}>
            <Outlet />
          </Suspense>
        </NewStoryProvider>
        {!atSignIn && <ShortcutsHelp />}
        <div id={popupPlaceId} />
      </main>
    </>
  );
}

/** Around what a reviewer sees, who may open nothing else. */
function ReviewShell() {
  return (
    <>
      <header className="border-line bg-surface border-b">
        <div className="mx-auto flex max-w-7xl items-center gap-4 px-4 py-2">
          <span className="me-auto font-bold tracking-tight">nextpanel</span>
          <Settings />
        </div>
      </header>
      <main id={mainId} tabIndex={-1} className="mx-auto max-w-7xl px-4 py-6">
        <Suspense fallback={<Loading what={t`the page`} />}>
          <Outlet />
        </Suspense>
        <div id={popupPlaceId} />
      </main>
    </>
  );
}

/** Stories are the current place on the page of one of them, too. */
function StoriesLink() {
  const current = useRouterState({ select: ({ location }) => location.pathname.startsWith('/stories') });
  return (
    <Link
      to="/"
      activeOptions={{ exact: true, includeSearch: false }}
      aria-current={current ? 'page' : undefined}
      className={linkClasses}
    >
      {t`Stories`}
    </Link>
  );
}

/** What all tenants share, for those who may see it. */
function OperatorsLinks() {
  const may = useMay();
  if (!may('listQueues')) return null;
  return (
    <>
      <Link to="/operations/queues" className={linkClasses}>{t`Queues`}</Link>
      <Link to="/operations/workers" className={linkClasses}>{t`Workers`}</Link>
      <Link to="/operations/providers" className={linkClasses}>{t`Providers`}</Link>
    </>
  );
}

/** Follows the server while it is shown, so only after sign-in. */
function LiveNote() {
  const onStory = useMatch({ from: '/stories/$id', shouldThrow: false, select: () => true }) ?? false;
  useLiveChanges(!onStory);
  return <ConnectionNote />;
}

function SignOut() {
  const signedIn = useSignedIn();
  const signOut = useSignOut();
  const navigate = useNavigate();
  const notify = useNotify();
  if (!signedIn) return null;
  const leave = async () => {
    try {
      await signOut();
      await navigate({ to: '/sign-in' });
    } catch (thrown) {
      notify({ kind: 'error', title: t`You are still signed in`, text: wordsOf(thrown) });
    }
  };
  return <Button size="small" kind="quiet" onClick={() => void leave()}>{t`Sign out`}</Button>;
}
