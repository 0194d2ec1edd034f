import type { Connection } from '../open-connection.ts';
import type { InstallationView, ProviderStats, ProviderView, QueueView, WorkerView } from '../types.ts';

/** The installation and its parts. */
export interface SystemCalls {
  /** Resolves when the server and what it needs are ready. */
  health(): Promise<void>;
  /** The schema of the stored state, and processes of older versions. */
  installation(): Promise<InstallationView>;
  /** Raises the schema, after every process was upgraded. */
  migrate(): Promise<InstallationView>;
  workers(): Promise<WorkerView[]>;
  queues(): Promise<QueueView[]>;
  providers(): Promise<ProviderView[]>;
  /** @param minutes how far back, 1–1,440; default 60 */
  providerStats(id: string, minutes?: number): Promise<ProviderStats>;
  pauseProvider(id: string): Promise<ProviderView>;
  resumeProvider(id: string): Promise<ProviderView>;
}

export const systemCalls = ({ GET, POST, read, open }: Connection): SystemCalls => ({
  health: async () => void (await open(GET('/readyz'))),
  installation: () => read(GET('/v1/installation')),
  migrate: () => read(POST('/v1/installation/migrate')),
  workers: async () => (await read(GET('/v1/workers'))).items,
  queues: async () => (await read(GET('/v1/queues'))).items,
  providers: async () => (await read(GET('/v1/providers'))).items,
  providerStats: (id, minutes = 60) =>
    read(GET('/v1/providers/{id}/stats', { params: { path: { id }, query: { minutes } } })),
  pauseProvider: (id) => read(POST('/v1/providers/{id}/pause', { params: { path: { id } } })),
  resumeProvider: (id) => read(POST('/v1/providers/{id}/resume', { params: { path: { id } } })),
});
