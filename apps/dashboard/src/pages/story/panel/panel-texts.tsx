import type { PanelView } from '@nextpanel/core';

/** The texts of a panel, in reading order. */
export function PanelTexts({ texts }: { readonly texts: PanelView['text'] }) {
  return (
    <ul className="flex flex-col gap-1 text-sm">
      {texts.map(({ id, kind, speaker, text }) => (
        <li key={id ?? `${kind} ${speaker} ${text}`} dir="auto" className="break-words">
          <span className="text-ink-soft">
            {kind}
            {speaker !== undefined && ` of ${speaker}`}:{' '}
          </span>
          {text}
        </li>
      ))}
    </ul>
  );
}
