import { plural, t } from '@lingui/core/macro';
import type { ScriptFormat, ScriptView } from '@nextpanel/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useId, useRef, useState } from 'react';
import { dropDraft, readDraft, useKeepDraft } from '../../data/kept-drafts.ts';
import { useAdaptScript, useDraftScript, useScriptEstimate } from '../../data/script-queries.ts';
import { useDebounced } from '../../data/use-debounced.ts';
import { currentLanguage } from '../../language/current-language.ts';
import { Button } from '../../parts/button.tsx';
import { classNames } from '../../parts/class-names.ts';
import { formatUsd } from '../../parts/format-usd.ts';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { readFileText } from '../../parts/read-file-text.ts';
import { cardClasses, Section } from '../../parts/section.tsx';
import { Select } from '../../parts/select.tsx';
import { TextArea, TextField } from '../../parts/text-field.tsx';
import { useDrop } from '../../parts/use-drop.ts';
import { useNewStory } from '../../shell/new-story.tsx';
import { ModelChoice } from './model-choice.tsx';

/** What was typed is kept under this name until a draft is begun. */
const draftName = 'script';
/** The price is asked for when typing pauses for this long, in milliseconds. */
const typingMs = 700;

interface Fields {
  readonly text: string;
  readonly format: ScriptFormat | 'auto';
  readonly by: 'rules' | 'model';
  readonly title: string;
  readonly language: string;
  readonly model: string;
  readonly panels: string;
  readonly guidance: string;
  readonly maxUsd: string;
}

const nothing = (): Fields => ({
  text: '',
  format: 'auto',
  by: 'rules',
  title: '',
  language: currentLanguage(),
  model: '',
  panels: '',
  guidance: '',
  maxUsd: '',
});

/** A script, and who divides it into panels. @param known earlier scripts, whose models are suggested */
export function ScriptForm({ known }: { readonly known: readonly ScriptView[] }) {
  const [fields, setFields] = useState(() => readDraft<Fields>(draftName) ?? nothing());
  useKeepDraft(draftName, fields.text === '' ? null : fields);
  const set =
    <Name extends keyof Fields>(name: Name) =>
    (value: Fields[Name]) =>
      setFields((before) => ({ ...before, [name]: value }));
  const still = useDebounced(fields, typingMs);
  const estimate = useScriptEstimate(still.text, wantsPrice(still) ? modelOptions(still) : null);
  const price = still === fields && wantsPrice(fields) ? estimate.data : undefined;
  const draft = useDraftScript();
  const adapt = useAdaptScript();
  const navigate = useNavigate();
  const { open } = useNewStory();

  const start = async (event: FormEvent) => {
    event.preventDefault();
    const { text, by, maxUsd, title } = fields;
    try {
      if (by === 'rules') {
        const { yaml, gaps, coverage } = await draft.mutateAsync({ text, options: scriptOptions(fields) });
        open({ text: yaml, report: { gaps, coverage } });
        return;
      }
      const limit = maxUsd === '' ? (price?.priceKnown ? price.highUsd : undefined) : Number(maxUsd);
      const options = { ...modelOptions(fields), ...(title.trim() !== '' && { title: title.trim() }), maxUsd: limit };
      const { id } = await adapt.mutateAsync({ text, options });
      dropDraft(draftName);
      await navigate({ to: '/scripts/$id', params: { id } });
    } catch {
      // Shown below.
    }
  };
  const refused = fields.by === 'rules' ? draft.error : (adapt.error ?? (price === undefined ? estimate.error : null));
  const isReady = fields.text.trim() !== '' && (fields.by === 'rules' || price !== undefined);
  return (
    <Section title={t`Draft a story from a script`}>
      <form aria-label={t`Draft a story from a script`} onSubmit={(event) => void start(event)} className={cardClasses}>
        <ScriptSource
          text={fields.text}
          onChange={(text, format) => setFields((before) => ({ ...before, text, ...(format && { format }) }))}
        />
        <div className="grid gap-3 sm:grid-cols-3">
          <TextField
            label={t`Title`}
            value={fields.title}
            onChange={set('title')}
            placeholder={t`the one in the script`}
            maxLength={200}
          />
          <TextField
            label={t`Language of the script`}
            value={fields.language}
            onChange={set('language')}
            placeholder="en"
            maxLength={35}
          />
          <Select
            label={t`What it is`}
            value={fields.format}
            onChange={set('format')}
            options={[
              { value: 'auto', label: t`By what it looks like` },
              { value: 'prose', label: t`Prose` },
              { value: 'fountain', label: t`Screenplay (Fountain)` },
              { value: 'comic', label: t`Comic script` },
              { value: 'csv', label: t`Table (CSV)` },
            ]}
          />
        </div>
        <Choice value={fields.by} onChange={set('by')} />
        {fields.by === 'model' && <ModelFields fields={fields} set={set} known={known} highUsd={price?.highUsd} />}
        <p role="status" className="min-h-6 text-sm">
          {fields.by === 'model' && priceWords(fields, price, estimate.isFetching || still !== fields)}
        </p>
        {price?.priceKnown === false && (
          <p className="bg-warn-soft rounded-lg px-3 py-2 text-sm">
            {t`The price of this model is not known here, so it counts as nothing against your limits. Its provider may charge for it all the same. The operator can set NEXTPANEL_SCRIPT_PRICE.`}
          </p>
        )}
        {refused !== null && <ProblemNote title={t`The script cannot be drafted like this`} error={refused} />}
        <Button
          type="submit"
          kind="primary"
          className="self-start"
          disabled={!isReady}
          busy={draft.isPending || adapt.isPending}
        >
          {startWords(fields.by, price)}
        </Button>
      </form>
    </Section>
  );
}

const wantsPrice = ({ by, text, model }: Fields): boolean =>
  by === 'model' && text.trim() !== '' && model.trim() !== '';

const scriptOptions = ({ format, language, title }: Fields) => ({
  language: language.trim() === '' ? 'en' : language.trim(),
  ...(format !== 'auto' && { format }),
  ...(title.trim() !== '' && { title: title.trim() }),
});

function modelOptions(fields: Fields) {
  const { title: _, ...options } = scriptOptions(fields);
  const { model, panels, guidance } = fields;
  return {
    ...options,
    model: model.trim(),
    ...(panels !== '' && { panels: Number(panels) }),
    ...(guidance.trim() !== '' && { guidance: guidance.trim() }),
  };
}

type Price = ReturnType<typeof useScriptEstimate>['data'];

function startWords(by: Fields['by'], price: Price): string {
  if (by === 'rules') return t`Write the draft`;
  if (price === undefined) return t`Start`;
  return price.priceKnown ? t`Start for about ${formatUsd(price.expectedUsd)}` : t`Start at an unknown price`;
}

function priceWords(fields: Fields, price: Price, isAsking: boolean): string {
  if (!wantsPrice(fields)) return t`The price is shown once there is a script and a model.`;
  if (price === undefined) return isAsking ? t`Asking for the price…` : '';
  const questions = plural(price.calls, {
    one: 'About # question to the model',
    other: 'About # questions to the model',
  });
  if (!price.priceKnown) return t`${questions}, of unknown price.`;
  return t`${questions}: about ${formatUsd(price.expectedUsd)}, at most ${formatUsd(price.highUsd)}.`;
}

/** The text of the script: typed, pasted, chosen or dropped. */
function ScriptSource({
  text,
  onChange,
}: {
  readonly text: string;
  readonly onChange: (text: string, format?: Fields['format']) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [refusal, setRefusal] = useState<string>();
  const take = async ([file]: readonly File[]) => {
    if (file === undefined) return;
    const read = await readFileText(file, t`Save the script as plain text first.`);
    setRefusal(read.ok ? undefined : read.words);
    if (read.ok) onChange(read.text, formatOf(file.name));
  };
  const { isOver, ...drop } = useDrop((files) => void take(files));
  return (
    <div
      {...drop}
      className={classNames('flex flex-col gap-2 rounded-lg', isOver && 'outline-accent outline-2 outline-dashed')}
    >
      <TextArea
        label={t`Script`}
        hint={t`A comic script, a screenplay (Fountain), a table (CSV) or plain prose. Paste it, or drop a file here.`}
        value={text}
        onChange={(typed) => {
          setRefusal(undefined);
          onChange(typed);
        }}
        rows={12}
        dir="auto"
      />
      <div className="flex flex-wrap items-center gap-2">
        <Button size="small" onClick={() => input.current?.click()}>{t`Choose a file…`}</Button>
        <span className="text-ink-soft text-sm tabular-nums">
          {text !== '' && plural(text.length, { one: '# character', other: '# characters' })}
        </span>
      </div>
      <input
        ref={input}
        type="file"
        accept=".fountain,.txt,.md,.markdown,.csv,text/*"
        hidden
        aria-label={t`Script file`}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = '';
          void take(files);
        }}
      />
      {refusal !== undefined && (
        <p role="alert" className="border-bad bg-bad-soft rounded-lg border px-3 py-2 break-words">
          {refusal}
        </p>
      )}
    </div>
  );
}

/** What a file is by its name; most names say nothing. */
function formatOf(name: string): Fields['format'] {
  if (/\.(?:csv|tsv)$/i.test(name)) return 'csv';
  return /\.fountain$/i.test(name) ? 'fountain' : 'auto';
}

function Choice({ value, onChange }: { readonly value: Fields['by']; readonly onChange: (by: Fields['by']) => void }) {
  const name = useId();
  const options = [
    { by: 'rules', label: t`By rules (free)`, about: t`Each sentence or two becomes a panel; quotes are spoken.` },
    {
      by: 'model',
      label: t`By a language model`,
      about: t`It finds the scenes and the cast, and decides what each picture shows. For prose and screenplays.`,
    },
  ] as const;
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium">{t`Who divides it into panels`}</legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {options.map(({ by, label, about }) => (
          <label
            key={by}
            className={classNames(
              'has-focus-visible:outline-accent flex gap-2 rounded-lg border px-3 py-2 has-focus-visible:outline-2',
              value === by ? 'border-accent bg-accent-soft' : 'border-line-strong bg-surface',
            )}
          >
            <input
              type="radio"
              name={name}
              className="accent-accent mt-1 self-start"
              checked={value === by}
              onChange={() => onChange(by)}
            />
            <span>
              <span className="font-medium">{label}</span>
              <span className="text-ink-soft block text-sm">{about}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function ModelFields({
  fields,
  set,
  known,
  highUsd,
}: {
  readonly fields: Fields;
  readonly set: <Name extends keyof Fields>(name: Name) => (value: Fields[Name]) => void;
  readonly known: readonly ScriptView[];
  readonly highUsd: number | undefined;
}) {
  return (
    <div className="flex flex-col gap-3">
      <div className="grid gap-3 sm:grid-cols-3">
        <ModelChoice value={fields.model} onChange={set('model')} known={known} />
        <TextField
          label={t`Panels, about`}
          value={fields.panels}
          onChange={(value) => /^\d{0,3}$/.test(value) && set('panels')(value.replace(/^0+/, ''))}
          inputMode="numeric"
          placeholder={t`as the model likes`}
        />
        <TextField
          label={t`At most, in US dollars`}
          value={fields.maxUsd}
          onChange={(value) => /^\d{0,5}(?:\.\d{0,4})?$/.test(value) && set('maxUsd')(value)}
          inputMode="decimal"
          placeholder={highUsd ? formatUsd(highUsd) : t`no limit`}
        />
      </div>
      <TextArea
        label={t`What you want`}
        hint={t`In your own words, such as “for children, few words”.`}
        value={fields.guidance}
        onChange={set('guidance')}
        rows={2}
        maxLength={2_000}
        dir="auto"
      />
    </div>
  );
}
