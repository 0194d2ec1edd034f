import { t } from '@lingui/core/macro';
import { useId } from 'react';
import { ProblemNote } from '../../../parts/problem-note.tsx';
import type { Mistake } from './find-mistakes.ts';
import { countMistakes, MistakeList } from './mistake-list.tsx';
import { PriceNote } from './price-note.tsx';
import type { CheckedStory } from './use-checked-story.ts';

export interface CheckNoteProps {
  readonly id: string;
  readonly checked: CheckedStory | undefined;
  /** null: the server could not check the story. */
  readonly mistakes: readonly Mistake[] | null;
  readonly isChecking: boolean;
  readonly onGoTo: (line: number, column: number) => void;
  readonly onTryAgain: () => void;
}

/** The result of the check: the price, the errors, or that the server could not be reached. */
export function CheckNote({ id, checked, mistakes, isChecking, onGoTo, onTryAgain }: CheckNoteProps) {
  const headingId = useId();
  return (
    <div id={id} className={isChecking && checked !== undefined ? 'opacity-60' : undefined}>
      <p role="status" className="text-ink-soft mt-2 min-h-6 text-sm">
        {isChecking && t`Checking the story and its price…`}
        {!isChecking && checked?.kind === 'priced' && t`No errors found.`}
        {!isChecking && mistakes !== null && (
          <span className="sr-only">{t`${countMistakes(mistakes.length)} found.`}</span>
        )}
      </p>
      {checked?.kind === 'priced' && <PriceNote estimate={checked.estimate} />}
      {mistakes !== null && (
        <MistakeList id={headingId} text={checked?.text ?? ''} mistakes={mistakes} onGoTo={onGoTo} />
      )}
      {checked?.kind === 'refused' && mistakes === null && (
        <div className="mt-3">
          <ProblemNote title={t`The story could not be checked`} error={checked.error} onRetry={onTryAgain} />
        </div>
      )}
    </div>
  );
}
