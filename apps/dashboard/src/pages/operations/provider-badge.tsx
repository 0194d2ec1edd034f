import { t } from '@lingui/core/macro';
import type { ProviderView } from '@nextpanel/core';
import { Badge } from '../../parts/badge.tsx';

/** The state of a provider, in a word or two. */
export function ProviderBadge({
  provider: { paused, outage, limits },
  busy,
  workers,
}: {
  readonly provider: ProviderView;
  /** Whether something is drawn with it. */
  readonly busy: boolean;
  /** Whether a worker is running. */
  readonly workers: boolean;
}) {
  if (paused !== null) return <Badge tone="warn">{t`paused`}</Badge>;
  if (outage !== null) return <Badge tone="bad">{t`failing`}</Badge>;
  if (!workers) return <Badge tone="bad">{t`no worker`}</Badge>;
  if (limits.some(({ blockedMs }) => blockedMs > 0)) return <Badge tone="warn">{t`rate limited`}</Badge>;
  return busy ? <Badge tone="accent">{t`drawing`}</Badge> : <Badge>{t`ready`}</Badge>;
}
