import type { MessageDescriptor } from '@lingui/core';
import { msg, t } from '@lingui/core/macro';
import { useCallback, useState } from 'react';
import { Checkbox } from '../parts/checkbox.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { turnShortcuts, useShortcut, useShortcutsOn } from './shortcut.ts';

const groups: readonly {
  readonly where: MessageDescriptor;
  readonly keys: readonly (readonly [key: string, does: MessageDescriptor])[];
}[] = [
  {
    where: msg`Everywhere`,
    keys: [
      ['n', msg`New story`],
      ['?', msg`These keys`],
    ],
  },
  {
    where: msg`Lists of stories, and the chain of a story`,
    keys: [
      ['j', msg`Next`],
      ['k', msg`Previous`],
      ['Enter', msg`Open`],
    ],
  },
  {
    where: msg`All panels of a story`,
    keys: [
      ['j k', msg`Next and previous panel`],
      ['← → ↑ ↓', msg`The same, and a row up or down`],
      ['Enter', msg`Open`],
      ['a', msg`Accept: the picture stays, and what was found in it counts as right`],
      ['w', msg`What was found is wrong`],
      ['r', msg`Retake, price first`],
      ['t', msg`Retouch, price first`],
    ],
  },
  {
    where: msg`An open panel`,
    keys: [
      ['← →', msg`Previous and next panel`],
      ['e', msg`Edit`],
      ['r', msg`Retake`],
      ['c', msg`Add a note`],
      ['Escape', msg`Close`],
    ],
  },
  { where: msg`The book`, keys: [['← →', msg`Turn pages`]] },
];

/** What single keys do, shown by pressing ?, and whether they do. */
export function ShortcutsHelp() {
  const [open, setOpen] = useState(false);
  const on = useShortcutsOn();
  useShortcut(
    '?',
    useCallback(() => setOpen(true), []),
    true,
  );
  return (
    <Dialog open={open} onClose={() => setOpen(false)} title={t`Keys`}>
      <div className="flex flex-col gap-4">
        {groups.map(({ where, keys }, index) => (
          <section key={index} aria-label={t(where)}>
            <h3 className="mb-1 font-semibold">{t(where)}</h3>
            <dl className="grid grid-cols-[5rem_1fr] gap-y-1">
              {keys.map(([key, does]) => (
                <div key={key} className="contents">
                  <dt>
                    <kbd className="bg-sunken border-line rounded border px-1.5 py-0.5 text-sm">{key}</kbd>
                  </dt>
                  <dd>{t(does)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <Checkbox label={t`Single letters do this`} checked={on} onChange={turnShortcuts} />
      </div>
    </Dialog>
  );
}
