import { useCallback, useState } from 'react';
import { Checkbox } from '../parts/checkbox.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { turnShortcuts, useShortcut, useShortcutsOn } from './shortcut.ts';

const groups: readonly { readonly where: string; readonly keys: readonly (readonly [key: string, does: string])[] }[] =
  [
    {
      where: 'Everywhere',
      keys: [
        ['n', 'New story'],
        ['?', 'These keys'],
      ],
    },
    {
      where: 'Lists of stories, and the chain of a story',
      keys: [
        ['j', 'Next'],
        ['k', 'Previous'],
        ['Enter', 'Open'],
      ],
    },
    {
      where: 'All panels of a story',
      keys: [
        ['j k', 'Next and previous panel'],
        ['← → ↑ ↓', 'The same, and a row up or down'],
        ['Enter', 'Open'],
        ['a', 'Accept: the picture stays, and what was found in it counts as right'],
        ['w', 'What was found is wrong'],
        ['r', 'Retake, price first'],
        ['t', 'Retouch, price first'],
      ],
    },
    {
      where: 'An open panel',
      keys: [
        ['← →', 'Previous and next panel'],
        ['e', 'Edit'],
        ['r', 'Retake'],
        ['c', 'Add a note'],
        ['Escape', 'Close'],
      ],
    },
    { where: 'The book', keys: [['← →', 'Turn pages']] },
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
    <Dialog open={open} onClose={() => setOpen(false)} title="Keys">
      <div className="flex flex-col gap-4">
        {groups.map(({ where, keys }) => (
          <section key={where} aria-label={where}>
            <h3 className="mb-1 font-semibold">{where}</h3>
            <dl className="grid grid-cols-[5rem_1fr] gap-y-1">
              {keys.map(([key, does]) => (
                <div key={key} className="contents">
                  <dt>
                    <kbd className="bg-sunken border-line rounded border px-1.5 py-0.5 text-sm">{key}</kbd>
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <Checkbox label="Single letters do this" checked={on} onChange={turnShortcuts} />
      </div>
    </Dialog>
  );
}
