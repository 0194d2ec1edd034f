import { plural, t } from '@lingui/core/macro';
import { Foreign } from '../../../parts/foreign.tsx';
import { type Mistake, withoutLocalPictures } from './find-mistakes.ts';

export const countMistakes = (count: number): string => plural(count, { one: 'One error', other: '# errors' });

/** The errors, line by line; each links to its position. */
export function MistakeList({
  id,
  text,
  mistakes,
  onGoTo,
}: {
  readonly id: string;
  /** The story they were found in. */
  readonly text: string;
  readonly mistakes: readonly Mistake[];
  readonly onGoTo: (line: number, column: number) => void;
}) {
  const others = withoutLocalPictures(mistakes, text);
  const pictures = mistakes.length - others.length;
  return (
    <section aria-labelledby={id} className="border-bad bg-bad-soft mt-3 rounded-lg border p-3">
      <h3 id={id} className="font-semibold">
        {countMistakes(mistakes.length)}
      </h3>
      <ul className="-mx-1.5 empty:hidden mt-1 max-h-40 overflow-y-auto">
        {others.map((mistake, index) => (
          <li key={index}>
            <OneMistake mistake={mistake} onGoTo={onGoTo} />
          </li>
        ))}
      </ul>
      {pictures > 0 && (
        <p className="mt-1">
          {plural(pictures, {
            one: '# picture is on your machine. Drop its file on this page: it is uploaded and matched by name.',
            other:
              '# pictures are on your machine. Drop their files on this page: they are uploaded and matched by name.',
          })}
        </p>
      )}
    </section>
  );
}

function OneMistake({
  mistake: { line, column, pointer, detail },
  onGoTo,
}: {
  readonly mistake: Mistake;
  readonly onGoTo: (line: number, column: number) => void;
}) {
  if (line === undefined) {
    return (
      <p className="px-1.5 py-0.5 break-words">
        {pointer !== '' && (
          <code dir="ltr" className="text-sm">
            {pointer}:{' '}
          </code>
        )}
        <Foreign>{detail}</Foreign>
      </p>
    );
  }
  return (
    <button
      type="button"
      onClick={() => onGoTo(line, column ?? 1)}
      className="hover:bg-surface w-full rounded-md px-1.5 py-0.5 text-start break-words"
    >
      <span className="text-bad font-semibold tabular-nums">{t`Line ${line}`}</span> <Foreign>{detail}</Foreign>
    </button>
  );
}
