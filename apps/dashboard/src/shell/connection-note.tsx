import type { MessageDescriptor } from '@lingui/core';
import { msg, t } from '@lingui/core/macro';
import { type ConnectionState, useConnection } from '../data/connection.tsx';
import { classNames } from '../parts/class-names.ts';

const words: Readonly<Record<ConnectionState, MessageDescriptor>> = {
  live: msg`live`,
  connecting: msg`connecting…`,
  reconnecting: msg`reconnecting…`,
  offline: msg`not live`,
};
const colours: Readonly<Record<ConnectionState, string>> = {
  live: 'bg-good',
  connecting: 'bg-line-strong',
  reconnecting: 'bg-warn animate-pulse',
  offline: 'bg-line-strong',
};

/** Whether the page is connected to the server, in words. */
export function ConnectionNote() {
  const state = useConnection();
  return (
    <p role="status" aria-live="polite" className="text-ink-soft flex items-center gap-1.5 text-sm whitespace-nowrap">
      <span aria-hidden="true" className={classNames('size-2 rounded-full', colours[state])} />
      {t(words[state])}
    </p>
  );
}
