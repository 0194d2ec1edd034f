import { createClient } from '@nextpanel/client';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { rootPath } from './data/root-path.ts';
import { createServerClock } from './data/server-clock.ts';
import { createDashboardRouter } from './routes.ts';
import { applyTheme, readTheme } from './shell/theme.ts';
import './styles.css';

applyTheme(readTheme());
const root = document.querySelector('#root');
const clock = createServerClock();
const client = createClient({ baseUrl: rootPath(), fetch: clock.fetch });
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <App router={createDashboardRouter()} client={client} clock={clock} />
    </StrictMode>,
  );
}
