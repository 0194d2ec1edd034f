import type { QueueView } from '@nextpanel/core';
import { QueueCounts } from './queue-counts.tsx';
import { cardClasses, Section } from './section.tsx';

/** The queue of sheets and books. */
export function FinalizeCard({ queue }: { readonly queue: QueueView }) {
  return (
    <Section title="Sheets and books">
      <div className={cardClasses}>
        <QueueCounts queue={queue} />
        <p className="text-ink-soft text-sm">
          Sheets are composed as soon as their panels are drawn; books are bound when all sheets are ready. This costs
          nothing but time.
        </p>
      </div>
    </Section>
  );
}
