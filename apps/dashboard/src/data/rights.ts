import type { SessionView } from '@nextpanel/core';
import { isAllowed, needOf, type OperationId } from '@nextpanel/core/access';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useClient } from './client-context.tsx';
import { keys } from './keys.ts';

/**
 * Who uses this page, and what the key may do. It changes with the key alone, and signing in forgets everything.
 *
 * @param wanted false before anyone signs in
 */
export function useSession(wanted = true): UseQueryResult<SessionView> {
  const client = useClient();
  return useQuery({
    queryKey: keys.session,
    queryFn: () => client.session(),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: wanted,
  });
}

/** Whether the key allows an operation of the API, by the server's own table; what it does not allow is not offered. */
export type May = (operation: OperationId) => boolean;

/** Nothing is offered until that is known; where it cannot be learnt, the server decides. */
export function useMay(wanted = true): May {
  const { data, isError } = useSession(wanted);
  return useCallback(
    (operation) => (data === undefined ? isError : isAllowed(data, needOf(operation))),
    [data, isError],
  );
}
