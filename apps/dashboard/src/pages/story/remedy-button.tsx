import { t } from '@lingui/core/macro';
import type { StoryView } from '@nextpanel/core';
import type { OperationId } from '@nextpanel/core/access';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useProviders } from '../../data/operation-queries.ts';
import { useMay } from '../../data/rights.ts';
import { Button, buttonClasses } from '../../parts/button.tsx';
import { PauseSwitch } from '../operations/pause-switch.tsx';
import { ActDialog } from './actions/act-dialog.tsx';
import { AmendDialog } from './actions/amend-dialog.tsx';
import { ApproveDialog } from './actions/approve-dialog.tsx';
import type { Remedy } from './words/waiting-words.ts';

const needed: Readonly<Record<Exclude<Remedy, 'none'>, OperationId>> = {
  approve: 'approveStory',
  'raise-budget': 'amendStory',
  'resume-provider': 'resumeProvider',
  'open-panel': 'resumeStory',
  resume: 'resumeStory',
};

/** The button that helps a stopped story. Each opens a dialog that says what it does and costs. */
export function RemedyButton({
  story,
  remedy,
}: {
  readonly story: StoryView;
  readonly remedy: Exclude<Remedy, 'none'>;
}) {
  const [open, setOpen] = useState(false);
  const may = useMay();
  const close = () => setOpen(false);
  if (!may(needed[remedy]))
    return <p className="text-ink-soft text-sm">{t`Your key may not do that; another one can.`}</p>;
  switch (remedy) {
    case 'approve':
      return (
        <>
          <Button kind="primary" onClick={() => setOpen(true)}>{t`Review and approve…`}</Button>
          {open && <ApproveDialog story={story} onClose={close} />}
        </>
      );
    case 'raise-budget':
      return (
        <>
          <Button kind="primary" onClick={() => setOpen(true)}>{t`Raise the budget…`}</Button>
          {open && <AmendDialog story={story} onClose={close} />}
        </>
      );
    case 'resume-provider':
      return <ResumeProvider provider={story.provider} />;
    case 'open-panel':
    case 'resume': {
      const panel = remedy === 'open-panel' ? story.failures.find((it) => it.panel !== null)?.panel : null;
      return (
        <>
          {typeof panel === 'number' && (
            <Link
              to="/stories/$id"
              params={{ id: story.id }}
              search={{ panel }}
              resetScroll={false}
              className={buttonClasses('primary')}
            >
              {t`Change panel ${panel}`}
            </Link>
          )}
          <Button kind={remedy === 'resume' ? 'primary' : 'plain'} onClick={() => setOpen(true)}>
            {remedy === 'resume' ? t`Resume…` : t`Retry unchanged…`}
          </Button>
          <ActDialog story={story} verb="resume" open={open} onClose={close} />
        </>
      );
    }
  }
}

/** The same switch as on the operations page: every story that waits for the provider continues. */
function ResumeProvider({ provider }: { readonly provider: string }) {
  const { data: providers } = useProviders();
  const paused = providers?.find((it) => it.id === provider && it.paused !== null);
  return paused === undefined ? null : <PauseSwitch provider={paused} named />;
}
