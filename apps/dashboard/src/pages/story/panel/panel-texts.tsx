import type { PanelView } from '@nextpanel/core';
import { textKind } from '../words/text-kind.ts';

/** The texts of a panel, in reading order. */
export function PanelTexts({ texts }: { readonly texts: PanelView['text'] }) {
  return (
    <ul className="flex flex-col gap-1 text-sm">
      {texts.map(({ id, kind, speaker, text }) => (
        <li key={id ?? `${kind} ${speaker} ${text}`} className="break-words">
          <span className="text-ink-soft">{textKind(kind, speaker)}: </span>
          <bdi dir="auto">{text}</bdi>
        </li>
      ))}
    </ul>
  );
}
