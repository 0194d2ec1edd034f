import { t } from '@lingui/core/macro';
import { useMay } from '../../data/rights.ts';
import { useScripts } from '../../data/script-queries.ts';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { Section } from '../../parts/section.tsx';
import { Loading } from '../../parts/skeleton.tsx';
import { PageHeading } from '../../shell/page-heading.tsx';
import { ScriptForm } from './script-form.tsx';
import { ScriptsTable } from './scripts-table.tsx';

/** Drafts of stories from scripts: a new one, and those that a model adapts or has adapted. */
export function ScriptsPage() {
  const { data: scripts, error, refetch } = useScripts();
  const may = useMay();
  return (
    <>
      <PageHeading title={t`Scripts`} />
      {may('draftScript') && <ScriptForm known={scripts ?? []} />}
      {scripts === undefined && error !== null && (
        <ProblemNote title={t`The scripts could not be loaded`} error={error} onRetry={() => void refetch()} />
      )}
      {scripts === undefined && error === null && <Loading what={t`the scripts`} />}
      {scripts !== undefined && (
        <Section title={t`Adapted by a language model`}>
          {scripts.length === 0 ? (
            <p className="text-ink-soft">{t`None yet. Drafts that are divided by rules open at once and are not kept here.`}</p>
          ) : (
            <ScriptsTable scripts={scripts} />
          )}
        </Section>
      )}
    </>
  );
}
