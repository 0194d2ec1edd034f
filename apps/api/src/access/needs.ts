import { type Need, operationNeeds } from '@nextpanel/core';
import type { Server } from '../server.ts';

interface Described {
  readonly url?: string | undefined;
  readonly schema?: { readonly operationId?: string } | undefined;
  readonly config?: { readonly need?: Need } | undefined;
}

/** What a route needs: by the table of operations, or what a route that is no operation says itself. Anything unknown needs the operator. */
export const needOf = ({ schema, config }: Described): Need =>
  config?.need ?? operationNeeds[schema?.operationId ?? ''] ?? 'operator';

/** Throws at the start of the server for an operation that the table does not name: nothing is served by accident. */
export function requireNeeds(scope: Server): void {
  scope.addHook('onRoute', ({ url, schema }) => {
    const operation = schema?.operationId;
    if (operation !== undefined && !Object.hasOwn(operationNeeds, operation))
      throw new Error(`${url}: add ${operation} to packages/core/src/access/operation-needs.ts`);
  });
}
