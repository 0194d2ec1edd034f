import { t } from '@lingui/core/macro';
import { useRouterState } from '@tanstack/react-router';
import {
  createContext,
  lazy,
  type ReactNode,
  Suspense,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
} from 'react';
import { useMay } from '../data/rights.ts';
import type { DraftReport } from '../pages/scripts/coverage-report.tsx';
import type { GivenStory } from '../pages/stories/submit/new-story-dialog.tsx';
import { Button } from '../parts/button.tsx';
import { useShortcut } from './shortcut.ts';

const NewStoryDialog = lazy(async () => {
  const { NewStoryDialog: it } = await import('../pages/stories/submit/new-story-dialog.tsx');
  return { default: it };
});

interface NewStoryOptions {
  readonly example?: boolean;
  readonly text?: string;
  /** What is not in the script that the text was drafted from, and the other way round. */
  readonly report?: DraftReport;
}

interface NewStory {
  /** Opens the dialog that submits a story, optionally with the example or another text in it. */
  readonly open: (options?: NewStoryOptions) => void;
}

const NewStoryContext = createContext<NewStory>({ open: () => {} });
export const useNewStory = (): NewStory => useContext(NewStoryContext);

/** Brings the dialog that submits a story to every page, and the key that opens it. */
export function NewStoryProvider({ children }: { readonly children: ReactNode }) {
  const atSignIn = useRouterState({ select: ({ location }) => location.pathname === '/sign-in' });
  const [isOpen, setOpen] = useState(false);
  /** Once it was opened it stays: what was typed is still there when it is opened again. */
  const [wasOpened, setWasOpened] = useState(false);
  const [examples, setExamples] = useState(0);
  const [given, setGiven] = useState<GivenStory>();
  const open = useCallback(({ example = false, text, report }: NewStoryOptions = {}) => {
    setOpen(true);
    setWasOpened(true);
    if (example) setExamples((before) => before + 1);
    if (text !== undefined) setGiven({ text, report });
  }, []);
  const may = useMay(!atSignIn);
  useShortcut('n', open, !atSignIn && may('submitStory'));
  const value = useMemo(() => ({ open }), [open]);
  return (
    <NewStoryContext value={value}>
      {children}
      {wasOpened && (
        <Suspense>
          {/* It is open again after signing in. */}
          <NewStoryDialog
            open={isOpen && !atSignIn}
            onClose={() => setOpen(false)}
            examplesAsked={examples}
            given={given}
          />
        </Suspense>
      )}
    </NewStoryContext>
  );
}

export function NewStoryButton() {
  const { open } = useNewStory();
  const may = useMay();
  // Fetched while the person moves there.
  const [near, setNear] = useState(false);
  useEffect(() => {
    if (near) void import('../pages/stories/submit/new-story-dialog.tsx');
  }, [near]);
  if (!may('submitStory')) return null;
  return (
    <Button
      kind="primary"
      aria-keyshortcuts="n"
      onPointerEnter={() => setNear(true)}
      onFocus={() => setNear(true)}
      onClick={() => open()}
    >
      {t`New story`}
    </Button>
  );
}
