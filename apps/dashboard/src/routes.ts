import { coverPanel } from '@nextpanel/core/cover-id';
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { rootPath } from './data/root-path.ts';
import { readCostsSearch } from './pages/costs/periods.ts';
import { readStoriesSearch } from './pages/stories/stories-search.ts';
import { ErrorPage } from './shell/error-page.tsx';
import { NotFoundPage } from './shell/not-found-page.tsx';
import { Shell } from './shell/shell.tsx';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFoundPage, errorComponent: ErrorPage });

const storiesPage = lazyRouteComponent(() => import('./pages/stories/stories-page.tsx'), 'StoriesPage');
const stories = createRoute({
  getParentRoute: () => root,
  path: '/',
  validateSearch: readStoriesSearch,
  component: storiesPage,
});

/** `/stories` is where people look for the list; it stands at `/`. */
const storiesToo = createRoute({
  getParentRoute: () => root,
  path: '/stories',
  validateSearch: readStoriesSearch,
  component: storiesPage,
});

/** `?panel=N` opens the drawer of a panel, `?panel=cover` that of the cover, on whichever of its pages. */
const story = createRoute({
  getParentRoute: () => root,
  path: '/stories/$id',
  validateSearch: ({ panel }: Record<string, unknown>): { panel?: number | typeof coverPanel } => {
    if (panel === coverPanel) return { panel };
    const number = Number(panel);
    return Number.isInteger(number) && number > 0 ? { panel: number } : {};
  },
  component: lazyRouteComponent(() => import('./pages/story/story-page.tsx'), 'StoryPage'),
});

/** The bare address leads to the chain or, of a finished story, to the book. */
const start = createRoute({
  getParentRoute: () => story,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/story/story-start.tsx'), 'StoryStart'),
});
const chain = createRoute({
  getParentRoute: () => story,
  path: '/chain',
  component: lazyRouteComponent(() => import('./pages/story/chain/chain-page.tsx'), 'ChainPage'),
});
const book = createRoute({
  getParentRoute: () => story,
  path: '/book',
  component: lazyRouteComponent(() => import('./pages/story/book/book-page.tsx'), 'BookPage'),
});
const cast = createRoute({
  getParentRoute: () => story,
  path: '/cast',
  component: lazyRouteComponent(() => import('./pages/story/cast/cast-page.tsx'), 'CastPage'),
});
/** `?order=worst`: what checks found first. */
const panels = createRoute({
  getParentRoute: () => story,
  path: '/panels',
  validateSearch: ({ order, show }: Record<string, unknown>): { order?: 'worst'; show?: 'open' } => ({
    ...(order === 'worst' && { order }),
    ...(show === 'open' && { show }),
  }),
  component: lazyRouteComponent(() => import('./pages/story/panels/panels-page.tsx'), 'PanelsPage'),
});
const languages = createRoute({
  getParentRoute: () => story,
  path: '/languages',
  validateSearch: ({ language }: Record<string, unknown>): { language?: string } =>
    typeof language === 'string' && /^[A-Za-z0-9-]{1,64}$/.test(language) ? { language } : {},
  component: lazyRouteComponent(() => import('./pages/story/languages/languages-page.tsx'), 'LanguagesPage'),
});
const notes = createRoute({
  getParentRoute: () => story,
  path: '/notes',
  component: lazyRouteComponent(() => import('./pages/story/notes/notes-page.tsx'), 'NotesPage'),
});
const timeline = createRoute({
  getParentRoute: () => story,
  path: '/timeline',
  component: lazyRouteComponent(() => import('./pages/story/timeline/timeline-page.tsx'), 'TimelinePage'),
});
const ledger = createRoute({
  getParentRoute: () => story,
  path: '/ledger',
  component: lazyRouteComponent(() => import('./pages/story/ledger/ledger-page.tsx'), 'LedgerPage'),
});

const scripts = createRoute({
  getParentRoute: () => root,
  path: '/scripts',
  component: lazyRouteComponent(() => import('./pages/scripts/scripts-page.tsx'), 'ScriptsPage'),
});
const script = createRoute({
  getParentRoute: () => root,
  path: '/scripts/$id',
  component: lazyRouteComponent(() => import('./pages/scripts/script-page.tsx'), 'ScriptPage'),
});

const costs = createRoute({
  getParentRoute: () => root,
  path: '/costs',
  validateSearch: readCostsSearch,
  component: lazyRouteComponent(() => import('./pages/costs/costs-page.tsx'), 'CostsPage'),
});

/** Not `/queues`, which is bull-board's. */
const queues = createRoute({
  getParentRoute: () => root,
  path: '/operations/queues',
  component: lazyRouteComponent(() => import('./pages/operations/queues-page.tsx'), 'QueuesPage'),
});
const workers = createRoute({
  getParentRoute: () => root,
  path: '/operations/workers',
  component: lazyRouteComponent(() => import('./pages/operations/workers-page.tsx'), 'WorkersPage'),
});
const providers = createRoute({
  getParentRoute: () => root,
  path: '/operations/providers',
  component: lazyRouteComponent(() => import('./pages/operations/providers-page.tsx'), 'ProvidersPage'),
});

/** One page about all of it stood at `/health` before. */
const toQueues = () => {
  throw redirect({ to: '/operations/queues', replace: true });
};
const health = createRoute({ getParentRoute: () => root, path: '/health', beforeLoad: toQueues });
const operations = createRoute({ getParentRoute: () => root, path: '/operations', beforeLoad: toQueues });

/** `from` is the page to go back to. */
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: ({ from }: Record<string, unknown>): { from?: string } =>
    // Only addresses of this page: a link must not lead elsewhere after signing in.
    typeof from === 'string' && /^\/(?![/\\])/.test(from) ? { from } : {},
  component: lazyRouteComponent(() => import('./pages/sign-in/sign-in-page.tsx'), 'SignInPage'),
});

/** For the holder of a reviewer's link, whose secret stands behind #. */
const review = createRoute({
  getParentRoute: () => root,
  path: '/review',
  component: lazyRouteComponent(() => import('./pages/review/review-page.tsx'), 'ReviewPage'),
});

const tree = root.addChildren([
  stories,
  storiesToo,
  story.addChildren([start, chain, panels, cast, book, languages, notes, timeline, ledger]),
  scripts,
  script,
  costs,
  queues,
  workers,
  providers,
  operations,
  health,
  review,
  signIn,
]);

export const createDashboardRouter = () =>
  createRouter({
    routeTree: tree,
    basepath: rootPath() === '' ? '/' : rootPath(),
    defaultPreload: 'intent',
    defaultErrorComponent: ErrorPage,
    scrollRestoration: false,
  });

export type DashboardRouter = ReturnType<typeof createDashboardRouter>;

declare module '@tanstack/react-router' {
  interface Register {
    router: DashboardRouter;
  }
}
