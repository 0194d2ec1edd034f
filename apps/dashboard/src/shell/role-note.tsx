import type { MessageDescriptor } from '@lingui/core';
import { msg, t } from '@lingui/core/macro';
import type { Role } from '@nextpanel/core/access';
import { useSession } from '../data/rights.ts';

const notes: Readonly<Partial<Record<Role, MessageDescriptor>>> = {
  read: msg`Your key may look at everything and change nothing: what needs more is not offered.`,
  submit: msg`Your key may submit stories and write notes; changing a story needs a key with the role “control”.`,
};

/** Says why less is offered here than in the documentation. */
export function RoleNote() {
  const { data } = useSession();
  const note = data && notes[data.role];
  return note === undefined ? null : <p className="text-ink-soft order-last basis-full text-end text-sm">{t(note)}</p>;
}
