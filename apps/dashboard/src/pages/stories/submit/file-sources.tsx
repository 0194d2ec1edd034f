import { t } from '@lingui/core/macro';
import { useRef } from 'react';
import { Button } from '../../../parts/button.tsx';

/** Ways to enter a story other than typing. */
export function FileSources({
  onFiles,
  onExample,
  onScript,
}: {
  readonly onFiles: (files: readonly File[]) => void;
  readonly onExample: () => void;
  readonly onScript: () => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      <Button size="small" onClick={() => input.current?.click()}>{t`Choose files…`}</Button>
      <Button size="small" onClick={onExample}>{t`Try the example`}</Button>
      <Button size="small" onClick={onScript}>{t`From a script…`}</Button>
      <span className="text-ink-soft text-sm">{t`or drop the story and its pictures here, or paste or type the story below.`}</span>
      <input
        ref={input}
        type="file"
        // Not only by kind: what is chosen is looked at, and many machines know no kind for YAML.
        accept=".yaml,.yml,.json,application/yaml,application/json,text/*,image/png,image/jpeg,image/webp"
        multiple
        hidden
        aria-label={t`Story file`}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          // So that the same file can be chosen again after correcting it.
          event.currentTarget.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
    </div>
  );
}
