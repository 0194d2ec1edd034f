import { t } from '@lingui/core/macro';
import type { SheetView } from '@nextpanel/core';
import { Link } from '@tanstack/react-router';
import { ServerWords } from '../../../parts/server-words.tsx';

/** What did not fit on the sheets, each with a link to its panel. */
export function SheetWarnings({ sheets }: { readonly sheets: readonly SheetView[] }) {
  const warnings = sheets.flatMap((sheet) => sheet.warnings.map((warning) => ({ sheet: sheet.number, ...warning })));
  if (warnings.length === 0) return null;
  return (
    <ul aria-label={t`Warnings`} className="bg-warn-soft rounded-lg px-3 py-2 text-sm">
      {warnings.map(({ sheet, panel, code, detail }) => (
        <li key={`${sheet} ${panel} ${code} ${detail}`} className="break-words">
          {panel === null ? (
            t`Sheet ${sheet}`
          ) : (
            <Link to="." search={{ panel }} resetScroll={false} className="text-accent-strong underline">
              {t`Panel ${panel}`}
            </Link>
          )}
          : <ServerWords code={code} detail={detail} warning />
        </li>
      ))}
    </ul>
  );
}
