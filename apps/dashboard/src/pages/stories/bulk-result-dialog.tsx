import { useRef } from 'react';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { type BulkVerb, bulkWords, countStories } from './bulk-verbs.ts';
import type { BulkResult } from './use-bulk.ts';

interface Outcome {
  readonly verb: BulkVerb;
  readonly result: BulkResult;
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
  const { verb, result } = last.current;
  const { done } = bulkWords[verb];
  return (
    <Dialog
      open={outcome !== undefined}
      onClose={onClose}
      title={`${countStories(result.refused.length)} not ${done}`}
      description={result.done === 0 ? `None was ${done}.` : `${countStories(result.done)} ${done}.`}
      actions={
        <Button kind="primary" onClick={onClose}>
          Close
        </Button>
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section tabIndex={0} aria-label="Refused" className="border-line max-h-72 overflow-y-auto rounded-lg border">
        <ul>
          {result.refused.map(({ story, words }) => (
            <li key={story.id} className="border-line border-b px-3 py-2 last:border-b-0">
              <bdi className="block font-medium break-words">{story.title}</bdi>
              <span className="text-ink-soft text-sm break-words">{words}</span>
            </li>
          ))}
        </ul>
      </section>
    </Dialog>
  );
}
