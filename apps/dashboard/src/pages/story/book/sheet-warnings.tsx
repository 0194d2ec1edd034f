import type { SheetView } from '@nextpanel/core';
import { Link } from '@tanstack/react-router';

/** What did not fit on the sheets, each with a link to its panel. */
export function SheetWarnings({ sheets }: { readonly sheets: readonly SheetView[] }) {
  const warnings = sheets.flatMap((sheet) => sheet.warnings.map((warning) => ({ sheet: sheet.number, ...warning })));
  if (warnings.length === 0) return null;
  return (
    <ul aria-label="Warnings" className="bg-warn-soft rounded-lg px-3 py-2 text-sm">
      {warnings.map(({ sheet, panel, code, detail }) => (
        <li key={`${sheet} ${panel} ${code} ${detail}`} className="break-words">
          {panel === null ? (
            `Sheet ${sheet}`
          ) : (
            <Link to="." search={{ panel }} resetScroll={false} className="text-accent-strong underline">
              Panel {panel}
            </Link>
          )}
          : {detail}
        </li>
      ))}
    </ul>
  );
}
