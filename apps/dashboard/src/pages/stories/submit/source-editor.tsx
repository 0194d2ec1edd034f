import { type ComponentProps, type Ref, type RefObject, useId, useImperativeHandle, useMemo, useRef } from 'react';
import { classNames } from '../../../parts/class-names.ts';

/** Pixels; the same for the text, its numbers and its marks, so that they stand beside each other. */
const lineHeight = 20;
const paddingTop = 8;

export interface SourceEditorHandle {
  /** Moves the cursor to a place, both counted from 1, and shows it. */
  goTo(line: number, column: number): void;
}

export interface SourceEditorProps extends Pick<ComponentProps<'textarea'>, 'aria-describedby' | 'placeholder'> {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Lines with errors. */
  readonly marked: ReadonlySet<number>;
  readonly ref?: Ref<SourceEditorHandle>;
  /** The field itself, for giving it the focus. */
  readonly field: RefObject<HTMLTextAreaElement | null>;
}

/** A text with numbered lines, some of them marked. */
export function SourceEditor({ label, value, onChange, marked, ref, field, ...rest }: SourceEditorProps) {
  const id = useId();
  const gutter = useRef<HTMLDivElement>(null);
  const marks = useRef<HTMLDivElement>(null);
  const lines = useMemo(() => value.split('\n').length, [value]);
  const numbers = useMemo(() => Array.from({ length: lines }, (_, index) => index + 1).join('\n'), [lines]);

  const follow = () => {
    const move = `translateY(${-(field.current?.scrollTop ?? 0)}px)`;
    for (const layer of [gutter.current, marks.current]) if (layer !== null) layer.style.transform = move;
  };
  useImperativeHandle(ref, () => ({
    goTo(line, column) {
      const it = field.current;
      if (it === null) return;
      const before = it.value.split('\n').slice(0, line - 1);
      const start = before.reduce((sum, text) => sum + text.length + 1, 0);
      const end = it.value.indexOf('\n', start);
      const place = Math.min(start + column - 1, end === -1 ? it.value.length : end);
      it.focus();
      it.setSelectionRange(place, place);
      it.scrollTop = Math.max(0, (line - 1) * lineHeight + paddingTop - it.clientHeight / 3);
    },
  }));

  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <div
        // YAML reads from left to right, with its numbers before it, whatever language is in it.
        dir="ltr"
        className={classNames(
          'bg-surface border-line-strong flex h-[32dvh] min-h-40 max-h-96 overflow-hidden rounded-lg border font-mono text-[13px] leading-5',
          'has-focus-visible:outline-accent has-focus-visible:outline-2 has-focus-visible:outline-offset-2',
        )}
      >
        <div aria-hidden="true" className="bg-sunken text-ink-soft shrink-0 overflow-hidden text-end select-none">
          <div ref={gutter} className="px-2 py-2 whitespace-pre tabular-nums">
            {numbers}
          </div>
        </div>
        <div className="relative min-w-0 flex-1 overflow-hidden">
          <div ref={marks} aria-hidden="true" className="absolute inset-x-0 top-0">
            {[...marked].map((line) => (
              <div
                key={line}
                data-marked-line={line}
                className="bg-bad-soft border-bad absolute inset-x-0 border-s-4"
                style={{ top: paddingTop + (line - 1) * lineHeight, height: lineHeight }}
              />
            ))}
          </div>
          <textarea
            {...rest}
            ref={field}
            id={id}
            value={value}
            onChange={(event) => onChange(event.currentTarget.value)}
            onScroll={follow}
            wrap="off"
            spellCheck={false}
            autoCapitalize="off"
            autoComplete="off"
            aria-invalid={marked.size > 0}
            className="placeholder:text-ink-soft relative size-full resize-none overflow-auto bg-transparent py-2 pe-2 ps-3 whitespace-pre outline-none"
          />
        </div>
      </div>
    </div>
  );
}
