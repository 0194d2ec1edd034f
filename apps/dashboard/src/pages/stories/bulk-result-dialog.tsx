import { t } from '@lingui/core/macro';
import type { BulkResult } from '@nextpanel/core';
import { useRef } from 'react';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Foreign } from '../../parts/foreign.tsx';
import { type BulkVerb, bulkWords } from './bulk-verbs.ts';

interface Outcome {
  readonly verb: BulkVerb;
  readonly result: BulkResult;
  /** Of the stories that are known. */
  readonly titles: ReadonlyMap<string, string>;
}

/** What the server refused, story by story. */
export function BulkResultDialog({
  outcome,
  onClose,
}: {
  readonly outcome: Outcome | undefined;
  readonly onClose: () => void;
}) {
  // While it fades out it still says what it said.
  const last = useRef(outcome);
  last.current = outcome ?? last.current;
  if (last.current === undefined) return null;
  const { verb, result, titles } = last.current;
  const { done, notDone, noneDone } = bulkWords(verb);
  return (
    <Dialog
      open={outcome !== undefined}
      onClose={onClose}
      title={notDone(result.refused.length)}
      description={result.changed.length === 0 ? noneDone : `${done(result.changed.length)}.`}
      actions={<Button kind="primary" onClick={onClose}>{t`Close`}</Button>}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section tabIndex={0} aria-label={t`Refused`} className="border-line max-h-72 overflow-y-auto rounded-lg border">
        <ul>
          {result.refused.map(({ id, detail }) => (
            <li key={id} className="border-line border-b px-3 py-2 last:border-b-0">
              <bdi className="block font-medium break-words">{titles.get(id) ?? id}</bdi>
              <Foreign className="text-ink-soft text-sm">{detail}</Foreign>
            </li>
          ))}
        </ul>
      </section>
    </Dialog>
  );
}
