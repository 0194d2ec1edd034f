import { useServerNow } from '../data/use-server-now.ts';
import { formatAge } from './format-age.ts';
import { formatExactTime } from './format-time.ts';

const tickMs = 15_000;

/** How long ago, by the clock of the server, with the exact time as a tooltip; updates automatically. */
export function RelativeTime({ at }: { readonly at: string }) {
  const now = useServerNow(tickMs);
  return (
    <time dateTime={at} title={formatExactTime(at)} className="whitespace-nowrap">
      {formatAge(Math.max(now, Date.parse(at)) - Date.parse(at))}
    </time>
  );
}
