import { createClient } from '@nextpanel/client';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { rootPath } from './data/root-path.ts';
import { createServerClock } from './data/server-clock.ts';
import { readLanguage } from './language/language-choice.ts';
import { showLanguage } from './language/show-language.ts';
import { createDashboardRouter } from './routes.ts';
import { applyTheme, readTheme } from './shell/theme.ts';
import './styles.css';

applyTheme(readTheme());
const root = document.querySelector('#root');
const clock = createServerClock();
const client = createClient({ baseUrl: rootPath(), fetch: clock.fetch, retries: 0 });
const router = createDashboardRouter();
// The script of the page and the words come side by side: nothing can be shown without both.
const words = showLanguage(readLanguage());
void router.preloadRoute({ to: router.latestLocation.href });
void words.then(render, sayNothingCame);

function render(): void {
  if (root === null) return;
  createRoot(root).render(
    <StrictMode>
      <App router={router} client={client} clock={clock} />
    </StrictMode>,
  );
}

/** In English: the words of any language are what did not come. */
function sayNothingCame(): void {
  root?.replaceChildren(
    'The dashboard could not be loaded. Check the connection to the server, then reload this page.',
  );
}
