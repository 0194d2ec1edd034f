import { CSPProvider } from '@base-ui/react/csp-provider';
import type { Client } from '@nextpanel/client';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { AskForKeyProvider } from './data/ask-for-key.tsx';
import { ClientProvider } from './data/client-context.tsx';
import { ConnectionProvider } from './data/connection.tsx';
import { createQueryClient } from './data/create-query-client.ts';
import type { ServerClock } from './data/server-clock.ts';
import { ServerClockProvider } from './data/use-server-now.ts';
import { LanguageProvider } from './language/language-provider.tsx';
import { ToastProvider } from './parts/toast.tsx';
import type { DashboardRouter } from './routes.ts';

/** Everything the pages rely on, around the page that the address names. */
export function App({
  router,
  client,
  clock,
}: {
  readonly router: DashboardRouter;
  readonly client: Client;
  readonly clock: ServerClock;
}) {
  const askForKey = useCallback(() => {
    const { pathname, href } = router.state.location;
    if (pathname !== '/sign-in') void router.navigate({ to: '/sign-in', search: { from: href }, replace: true });
  }, [router]);
  const [queries] = useState(() => createQueryClient(askForKey));
  return (
    // Style elements of the library would be inline, which the policy of the page refuses; styles.css has what they say.
    <CSPProvider disableStyleElements>
      <ClientProvider value={client}>
        <QueryClientProvider client={queries}>
          <AskForKeyProvider value={askForKey}>
            <ConnectionProvider>
              <ServerClockProvider value={clock}>
                <LanguageProvider>
                  <ToastProvider>
                    <RouterProvider router={router} />
                  </ToastProvider>
                </LanguageProvider>
              </ServerClockProvider>
            </ConnectionProvider>
          </AskForKeyProvider>
        </QueryClientProvider>
      </ClientProvider>
    </CSPProvider>
  );
}
