import { plural, t } from '@lingui/core/macro';
import type { StoryView } from '@nextpanel/core';
import { coverPanel } from '@nextpanel/core/cover-id';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { useCover, usePanels } from '../../../data/story-queries.ts';
import { Arrow } from '../../../parts/arrow.tsx';
import { Button } from '../../../parts/button.tsx';
import { Drawer } from '../../../parts/dialog.tsx';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { Loading } from '../../../parts/skeleton.tsx';
import type { Editing } from './edit-panel.tsx';
import { PanelDetails } from './panel-details.tsx';
import { useTurnKeys } from './use-turn-keys.ts';

/** Everything about one panel, or the cover, in a drawer on any page of the story: `?panel=N`, `?panel=cover`. */
export function PanelDrawer({ story }: { readonly story: StoryView }) {
  const { panel: named } = useSearch({ from: '/stories/$id' });
  const number = named === coverPanel ? undefined : named;
  const hasCover = story.links.cover !== undefined;
  const cover = useCover(story.id, named === coverPanel && hasCover);
  const { data: panels } = usePanels(story.id);
  const [editing, setEditing] = useState<Editing>('not');
  const [footer, setFooter] = useState<HTMLElement | null>(null);
  const navigate = useNavigate();
  const total = story.progress.panels.total;
  const show = useCallback(
    (panel: number | undefined, replace = false) =>
      void navigate({
        to: '.',
        // What else stands there belongs to the page below.
        search: ({ panel: _before, ...rest }) => (panel === undefined ? rest : { ...rest, panel }),
        resetScroll: false,
        replace,
      }),
    [navigate],
  );
  const turn = useCallback(
    (by: number) => {
      const next = (number ?? 0) + by;
      // Turned pages are no places to go back to.
      if (next >= 1 && next <= total) show(next, true);
    },
    [number, total, show],
  );
  // While editing, the arrow keys move the cursor.
  const turnsByKeys = editing === 'not';
  useTurnKeys(number !== undefined && turnsByKeys, turn);
  const panel = named === coverPanel ? cover.data : number === undefined ? undefined : panels?.[number - 1];
  const known = named === coverPanel ? !hasCover || cover.data !== undefined : panels !== undefined;
  return (
    <Drawer
      open={named !== undefined}
      onClose={() => show(undefined)}
      title={named === coverPanel ? t`Cover` : number === undefined ? t`Panel` : t`Panel ${number}`}
      dirty={editing === 'changed'}
      description={
        named === coverPanel ? t`It is drawn last, and stands in front of the pages.` : describe(total, turnsByKeys)
      }
      actions={
        <>
          <div ref={setFooter} className="peer flex w-full flex-col gap-3 empty:hidden" />
          {named !== coverPanel && (
            <div className="flex gap-2 peer-has-[button]:hidden">
              <Button disabled={(number ?? 0) <= 1} onClick={() => turn(-1)}>
                <Arrow to="back" /> {t`Previous`}
              </Button>
              <Button disabled={(number ?? total) >= total} onClick={() => turn(1)}>
                {t`Next`} <Arrow to="on" />
              </Button>
            </div>
          )}
        </>
      }
    >
      {panel !== undefined && (
        <PanelDetails
          key={panel.id}
          story={story}
          panel={panel}
          footer={footer}
          onEditing={setEditing}
          onPlaced={(now) => show(now, true)}
        />
      )}
      {panel === undefined && !known && <Loading what={named === coverPanel ? t`the cover` : t`the panel`} />}
      {named === coverPanel && !hasCover && (
        <EmptyState title={t`This story draws no cover`}>
          {t`A cover with a prompt is drawn; one can be a panel of the book or a picture of yours instead.`}
        </EmptyState>
      )}
      {panel === undefined && panels !== undefined && number !== undefined && (
        <EmptyState title={t`There is no panel ${number}`}>
          {plural(total, { one: 'The story has # panel.', other: 'The story has # panels.' })}
        </EmptyState>
      )}
    </Drawer>
  );
}

const describe = (total: number, turnsByKeys: boolean): string =>
  turnsByKeys ? t`of ${total}. Use the arrow keys for the previous and next panel.` : t`of ${total}.`;
