import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';

/** What is told of one stream: `refused` is one that the server does not give, `off` one that is not followed now. */
export type StreamState = 'connecting' | 'connected' | 'reconnecting' | 'refused' | 'off';
/** What people are told of all of them: `live` when every one is connected. */
export type ConnectionState = 'connecting' | 'live' | 'reconnecting' | 'offline';

type Report = (stream: string, state: StreamState) => void;

const StateContext = createContext<ConnectionState>('connecting');
const ReportContext = createContext<Report>(() => {});

/** Gathers what the open streams say of their connections. */
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

/** Whether what is on the page follows the server. */
export const useConnection = (): ConnectionState => useContext(StateContext);
export const useReportStream = (): Report => useContext(ReportContext);

function summarize(states: readonly StreamState[]): ConnectionState {
  if (states.includes('refused')) return 'offline';
  if (states.includes('reconnecting')) return 'reconnecting';
  // None at all: the next page is about to open its own.
  return states.length === 0 || states.includes('connecting') ? 'connecting' : 'live';
}
