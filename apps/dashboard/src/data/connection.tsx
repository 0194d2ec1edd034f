import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';

/** The state of one stream: `refused` by the server, or `off`: not followed at the moment. */
export type StreamState = 'connecting' | 'connected' | 'reconnecting' | 'refused' | 'off';
/** The state of all streams together: `live` if every one is connected. */
export type ConnectionState = 'connecting' | 'live' | 'reconnecting' | 'offline';

type Report = (stream: string, state: StreamState) => void;

const StateContext = createContext<ConnectionState>('connecting');
const ReportContext = createContext<Report>(() => {});

/** Gathers the connection states of the open streams. */
export function ConnectionProvider({ children }: { readonly children: ReactNode }) {
  const [streams, setStreams] = useState<Readonly<Record<string, StreamState>>>({});
  const report = useCallback<Report>((stream, state) => {
    setStreams(({ [stream]: before = 'off', ...others }) => {
      if (state === 'off') return others;
      return { ...others, [stream]: before === 'reconnecting' && state === 'connecting' ? before : state };
    });
  }, []);
  const state = useMemo(() => summarize(Object.values(streams)), [streams]);
  return (
    <ReportContext value={report}>
      <StateContext value={state}>{children}</StateContext>
    </ReportContext>
  );
}

/** Whether the page is up to date with the server. */
export const useConnection = (): ConnectionState => useContext(StateContext);
export const useReportStream = (): Report => useContext(ReportContext);

function summarize(states: readonly StreamState[]): ConnectionState {
  if (states.includes('refused')) return 'offline';
  if (states.includes('reconnecting')) return 'reconnecting';
  // None at all: the next page is about to open its own.
  return states.length === 0 || states.includes('connecting') ? 'connecting' : 'live';
}
