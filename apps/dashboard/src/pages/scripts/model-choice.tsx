import { t } from '@lingui/core/macro';
import type { ScriptView } from '@nextpanel/core';
import { useEffect, useState } from 'react';
import { useScriptModels } from '../../data/script-queries.ts';
import { foreign } from '../../language/foreign.ts';
import { Select } from '../../parts/select.tsx';
import { TextField } from '../../parts/text-field.tsx';

/** Stands in the list for a name that is typed. No model is called so. */
const typed = '\u0000typed';

/** The language model: one of those that the server offers, or any other by its name. @param known earlier scripts, the newest first */
export function ModelChoice({
  value,
  onChange,
  known,
}: {
  readonly value: string;
  readonly onChange: (model: string) => void;
  readonly known: readonly ScriptView[];
}) {
  const { data, isPending } = useScriptModels();
  const [isTyping, setTyping] = useState(false);
  const offered = data?.models ?? [];
  const usual = usualModel(offered, known);
  useEffect(() => {
    if (value === '' && !isTyping && usual !== null) onChange(usual);
  }, [value, isTyping, usual, onChange]);

  if (isPending) return <div />;
  if (data?.available === false)
    return (
      <p className="bg-warn-soft rounded-lg px-3 py-2 text-sm">
        {t`No server with language models is set up here. The operator sets NEXTPANEL_SCRIPT_BASE_URL.`}
      </p>
    );
  const isOther = isTyping || offered.length === 0 || (value !== '' && !offered.includes(value));
  return (
    <div className="flex flex-col gap-2">
      {offered.length > 0 && (
        <Select
          label={t`Model`}
          value={isOther ? typed : value}
          onChange={(model) => {
            setTyping(model === typed);
            onChange(model === typed ? '' : model);
          }}
          options={[
            ...(value === '' && !isOther ? [{ value: '', label: t`Choose a model` }] : []),
            ...offered.map((model) => ({ value: model, label: model })),
            { value: typed, label: t`Another one…` },
          ]}
        />
      )}
      {isOther && (
        <TextField
          label={offered.length > 0 ? t`Name of the model` : t`Model`}
          hint={hintOf(data?.problem ?? null)}
          value={value}
          onChange={onChange}
          maxLength={200}
          autoCapitalize="off"
          spellCheck={false}
        />
      )}
    </div>
  );
}

const hintOf = (problem: string | null): string =>
  problem === null
    ? t`By the name that your script server has for it.`
    : t`By the name that your script server has for it. It does not list its models: ${foreign(problem)}`;

/** The one that was used last, if it is still offered; the only one there is. */
function usualModel(offered: readonly string[], known: readonly ScriptView[]): string | null {
  const last = known.find(({ model }) => offered.includes(model))?.model;
  return last ?? (offered.length === 1 ? (offered[0] ?? null) : null);
}
