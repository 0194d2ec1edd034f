import type { ScriptCoverage } from '@nextpanel/core';

/** So many findings of one kind are printed. */
const mostPrinted = 10;

/** What of a script is not in its draft, and what in the draft is not in the script. */
export function describeCoverage({ leftOut, notVerbatim, unknownNames, outOfOrder }: ScriptCoverage): string[] {
  return [
    ...some(leftOut, 'in no panel', ({ line, text }) => `line ${line}: ${text}`),
    ...some(notVerbatim, 'not word by word in the script', ({ panel, text }) => `panel ${panel}: ${text}`),
    ...some(unknownNames, 'a name that no character has', (name) => name),
    ...some(outOfOrder, 'not in the order of the script', (panel) => `panel ${panel}`),
  ];
}

function some<Finding>(findings: readonly Finding[], what: string, describe: (finding: Finding) => string): string[] {
  const lines = findings.slice(0, mostPrinted).map((finding) => `${what}: ${describe(finding)}`);
  const more = findings.length - lines.length;
  return more > 0 ? [...lines, `${what}: ${more} more, with --json all`] : lines;
}
