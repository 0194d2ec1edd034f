import { t } from '@lingui/core/macro';
import { useRef, useState } from 'react';
import { Button, buttonClasses } from '../../../parts/button.tsx';

/** What the API takes, by the end of a file's name. */
type FileTypes = readonly (readonly [ending: RegExp, type: string])[];
export const tableTypes: FileTypes = [
  [/\.csv$/i, 'text/csv'],
  [/\.(xlf|xliff|xml)$/i, 'application/x-xliff+xml'],
];
export const editionTypes: FileTypes = [
  ...tableTypes,
  [/\.ya?ml$/i, 'application/yaml'],
  [/\.json$/i, 'application/json'],
];

export interface LanguageFile {
  readonly name: string;
  /** Media type. */
  readonly type: string;
  readonly text: string;
}

/** Words of a story as files, in both directions. */
export function LanguageFiles({
  url,
  label,
  types,
  busy,
  fixed,
  onRead,
}: {
  /** Where they are written, by `?format=`. */
  readonly url: string;
  readonly label: string;
  readonly types: FileTypes;
  readonly busy: boolean;
  /** Something typed is not saved, and would be hidden by what a file brings. */
  readonly fixed: boolean;
  /** undefined: files are only written. */
  readonly onRead: ((file: LanguageFile) => void) | undefined;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const read = async (chosen: File) => {
    const { name } = chosen;
    const type = types.find(([ending]) => ending.test(name))?.[1];
    setWrong(type === undefined ? wrongWords(name, types) : null);
    if (type !== undefined) onRead?.({ name, type, text: await chosen.text() });
  };
  return (
    <>
      <a href={`${url}?format=xliff`} download className={buttonClasses('plain', 'small')}>
        <span aria-hidden="true">↓</span> XLIFF
      </a>
      <a href={`${url}?format=csv`} download className={buttonClasses('plain', 'small')}>
        <span aria-hidden="true">↓</span> CSV
      </a>
      {onRead && (
        <Button size="small" busy={busy} disabled={fixed} onClick={() => input.current?.click()}>
          {label}
        </Button>
      )}
      <input
        ref={input}
        type="file"
        hidden
        accept={types === tableTypes ? '.csv,.xlf,.xliff,.xml' : '.csv,.xlf,.xliff,.xml,.yaml,.yml,.json'}
        onChange={({ currentTarget }) => {
          const [chosen] = currentTarget.files ?? [];
          if (chosen !== undefined) void read(chosen);
          // The same file may be chosen again after it was corrected.
          currentTarget.value = '';
        }}
      />
      {wrong !== null && (
        <p role="alert" className="text-bad text-sm break-words">
          {wrong}
        </p>
      )}
    </>
  );
}

const wrongWords = (name: string, types: FileTypes): string =>
  types === tableTypes ? t`${name} is not a CSV or XLIFF file` : t`${name} is not a CSV, XLIFF, YAML or JSON file`;
