import type { Client } from '@nextpanel/client';
import { createContext, useContext } from 'react';

const ClientContext = createContext<Client | null>(null);

export const ClientProvider = ClientContext.Provider;

/** The client of the API that serves this page. */
export function useClient(): Client {
  const client = useContext(ClientContext);
  if (client === null) throw new Error('useClient wants a ClientProvider above it');
  return client;
}
