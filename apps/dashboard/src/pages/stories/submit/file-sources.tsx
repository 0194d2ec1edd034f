import { useRef } from 'react';
import { Button } from '../../../parts/button.tsx';

/** Ways to enter a story other than typing. */
export function FileSources({
  onFile,
  onExample,
}: {
  readonly onFile: (file: File) => void;
  readonly onExample: () => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      <Button size="small" onClick={() => input.current?.click()}>
        Choose a file…
      </Button>
      <Button size="small" onClick={onExample}>
        Try the example
      </Button>
      <span className="text-ink-soft text-sm">or drop a file here, or paste or type the story below.</span>
      <input
        ref={input}
        type="file"
        // Not only by kind: what is chosen is looked at, and many machines know no kind for YAML.
        accept=".yaml,.yml,.json,application/yaml,application/json,text/*"
        hidden
        aria-label="Story file"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          // So that the same file can be chosen again after correcting it.
          event.currentTarget.value = '';
          if (file !== undefined) onFile(file);
        }}
      />
    </div>
  );
}
