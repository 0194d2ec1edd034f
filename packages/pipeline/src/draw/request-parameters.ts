import type { Order } from '@nextpanel/core';
import type { StoredSpec } from '@nextpanel/store';

/** Parameters that a story may set; what is the vendor's default anyway is not said, so that keys stay what they were. */
export const parametersOf = ({
  moderation,
  seed,
  extra,
}: StoredSpec['render']): Pick<Order, 'moderation' | 'seed' | 'extra'> => ({
  ...(moderation === 'low' && { moderation }),
  ...(seed !== undefined && { seed }),
  ...(extra !== undefined && Object.keys(extra).length > 0 && { extra }),
});
