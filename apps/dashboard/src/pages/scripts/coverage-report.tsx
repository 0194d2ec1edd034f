import { plural, t } from '@lingui/core/macro';
import type { ScriptDraft } from '@nextpanel/core';
import { type ReactNode, useState } from 'react';
import { Button } from '../../parts/button.tsx';
import { Foreign } from '../../parts/foreign.tsx';
import { ServerSentence } from '../../parts/server-words.tsx';

/** What is to be looked at in the draft of a script. */
export type DraftReport = Pick<ScriptDraft, 'gaps' | 'coverage'>;

/** So many findings of one kind are shown at first. */
const shownFirst = 5;

/** What of a script is not in its draft, what in the draft is not in the script, and what is still to be written. */
export function CoverageReport({
  report: { gaps, coverage },
  level: Heading,
}: {
  readonly report: DraftReport;
  /** Of its heading, by where it stands. */
  readonly level: 'h2' | 'h3';
}) {
  const { leftOut, notVerbatim, unknownNames, outOfOrder } = coverage;
  const isClean = leftOut.length + notVerbatim.length + unknownNames.length + outOfOrder.length === 0;
  return (
    <section aria-label={t`Compared with the script`} className="border-line bg-sunken rounded-lg border px-3 py-2">
      <Heading className="text-base font-semibold">{t`Compared with the script`}</Heading>
      {isClean && <p className="mt-1 text-sm">{t`All of its text is in a panel, word for word and in order.`}</p>}
      <Findings
        title={plural(leftOut.length, { one: '# line is in no panel', other: '# lines are in no panel' })}
        findings={leftOut.map(({ line, text }) => ({ where: t`Line ${line}`, text: <Foreign>{text}</Foreign> }))}
      />
      <Findings
        title={plural(notVerbatim.length, {
          one: '# text is not word for word in the script',
          other: '# texts are not word for word in the script',
        })}
        findings={notVerbatim.map(({ panel, text }) => ({ where: t`Panel ${panel}`, text: <Foreign>{text}</Foreign> }))}
      />
      <Findings
        title={plural(unknownNames.length, {
          one: '# name belongs to no character',
          other: '# names belong to no character',
        })}
        findings={unknownNames.map((text) => ({ where: null, text: <Foreign>{text}</Foreign> }))}
      />
      <Findings
        title={plural(outOfOrder.length, {
          one: '# panel is not in the order of the script',
          other: '# panels are not in the order of the script',
        })}
        findings={outOfOrder.map((panel) => ({ where: t`Panel ${panel}`, text: null }))}
      />
      <Findings
        title={plural(gaps.length, {
          one: '# thing is yours to write or to check',
          other: '# things are yours to write or to check',
        })}
        findings={gaps.map(({ pointer, why }) => ({
          where: (
            <code dir="ltr" className="text-xs">
              {pointer.slice(1)}
            </code>
          ),
          text: <ServerSentence words={why} />,
        }))}
      />
    </section>
  );
}

interface Finding {
  readonly where: ReactNode;
  readonly text: ReactNode;
}

function Findings({ title, findings }: { readonly title: string; readonly findings: readonly Finding[] }) {
  const [all, setAll] = useState(false);
  if (findings.length === 0) return null;
  return (
    <div className="mt-2 text-sm">
      <p className="font-medium">{title}</p>
      <ul className="mt-0.5 flex flex-col gap-0.5">
        {(all ? findings : findings.slice(0, shownFirst)).map(({ where, text }, index) => (
          <li key={index} className="break-words">
            {where !== null && <span className="text-ink-soft me-2 tabular-nums">{where}</span>}
            {text}
          </li>
        ))}
      </ul>
      {findings.length > shownFirst && !all && (
        <Button size="small" className="mt-1" onClick={() => setAll(true)}>
          {plural(findings.length, { one: 'Show all #', other: 'Show all #' })}
        </Button>
      )}
    </div>
  );
}
