import { t } from '@lingui/core/macro';
import type { PagePresetName } from '@nextpanel/core';
import { useId } from 'react';
import { useProviders } from '../../../data/operation-queries.ts';
import { useMay } from '../../../data/rights.ts';
import { Button } from '../../../parts/button.tsx';
import { classNames } from '../../../parts/class-names.ts';
import { formatUsd } from '../../../parts/format-usd.ts';
import { Select, type SelectOption } from '../../../parts/select.tsx';
import { TextField } from '../../../parts/text-field.tsx';
import { layoutNames } from '../../story/words/layout-names.ts';
import {
  makeChoice,
  providerIds,
  providerName,
  qualityWords,
  readChoices,
  type StoryChoices,
} from './story-choices.ts';
import { useQualityPrices } from './use-quality-prices.ts';

export interface ChoicesFormProps {
  readonly text: string;
  readonly onChange: (text: string) => void;
  /** The story as it was checked last, if it can be drawn: prices are asked for it. */
  readonly checked: string | null;
}

/** What people choose most often, as a form beside the text; each choice is written into the text. */
export function ChoicesForm({ text, onChange, checked }: ChoicesFormProps) {
  const may = useMay();
  const { data: setUp = [] } = useProviders(may('listProviders'));
  const choices = readChoices(text);
  const provider = setUp.find(({ id }) => id === (choices?.provider || 'storyboard'));
  const prices = useQualityPrices(checked !== null && choices?.provider !== '' && choices !== null ? checked : null);
  if (choices === null)
    return <p className="text-ink-soft text-sm">{t`The choices are shown when the text can be read.`}</p>;
  const choose = (name: keyof StoryChoices) => (value: string) => onChange(makeChoice(text, name, value));
  const paid = setUp.filter(({ id }) => id !== 'storyboard');
  return (
    <div className="flex flex-col gap-3">
      {choices.provider === '' && paid.length > 0 && (
        <div className="bg-warn-soft rounded-lg px-3 py-2 text-sm">
          <p>{t`No provider is named, so the built-in storyboard draws rough boards, for free. To draw it for real:`}</p>
          <div className="mt-2 flex flex-wrap gap-2">
            {paid.map(({ id }) => (
              <Button key={id} size="small" onClick={() => choose('provider')(id)}>
                {t`Draw with ${providerName(id)}`}
              </Button>
            ))}
          </div>
        </div>
      )}
      <div className="grid gap-3 sm:grid-cols-2">
        <Choice
          label={t`Provider`}
          value={choices.provider}
          none={t`Storyboard (default)`}
          options={(setUp.length > 0 ? setUp.map(({ id }) => id) : providerIds).map((id) => ({
            value: id,
            label: providerName(id),
          }))}
          unknown={(id) => t`${providerName(id)} (not set up)`}
          onChange={choose('provider')}
        />
        <Choice
          label={t`Model`}
          value={choices.model}
          none={t`The best for comics`}
          options={(provider?.models ?? []).map((model) => ({ value: model, label: model }))}
          onChange={choose('model')}
        />
        <Choice
          label={t`Layout`}
          value={choices.layout}
          none={t`Grid (default)`}
          options={Object.entries(layoutNames()).map(([value, label]) => ({ value, label }))}
          onChange={choose('layout')}
        />
        <Choice label={t`Page`} value={choices.page} none={t`Default`} options={pages()} onChange={choose('page')} />
        <TextField
          label={t`Language`}
          placeholder="en"
          value={choices.language}
          onChange={choose('language')}
          maxLength={35}
        />
        <TextField
          label={t`At most, in US dollars`}
          placeholder={t`no limit`}
          inputMode="decimal"
          value={choices.maxUsd}
          onChange={(value) => /^\d{0,5}(?:\.\d{0,4})?$/.test(value) && choose('maxUsd')(value)}
        />
      </div>
      <Qualities value={choices.quality} prices={prices} onChange={choose('quality')} />
    </div>
  );
}

const pageNames = (): Readonly<Record<PagePresetName, string>> => ({
  'us-comic': t`US comic, 6.625 × 10.25 in`,
  'manga-b6': t`Manga, B6`,
  a4: 'A4',
  a5: 'A5',
  letter: t`Letter`,
  square: t`Square, 8.5 in`,
  'kdp-6x9': 'KDP, 6 × 9 in',
});
const pages = (): readonly SelectOption<string>[] =>
  Object.entries(pageNames()).map(([value, label]) => ({ value, label }));

/** One of a few, or what the file says, whatever that is. */
function Choice({
  label,
  value,
  none,
  options,
  unknown = (it) => it,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  /** Where the file says nothing. */
  readonly none: string;
  readonly options: readonly SelectOption<string>[];
  /** The label of a value that is none of the options. */
  readonly unknown?: (value: string) => string;
  readonly onChange: (value: string) => void;
}) {
  const known = value === '' || options.some((option) => option.value === value);
  return (
    <Select
      label={label}
      value={value}
      onChange={onChange}
      options={[{ value: '', label: none }, ...options, ...(known ? [] : [{ value, label: unknown(value) }])]}
    />
  );
}

/** The qualities of the model with the price of the whole story in each. */
function Qualities({
  value,
  prices,
  onChange,
}: {
  readonly value: string;
  readonly prices: ReturnType<typeof useQualityPrices>;
  readonly onChange: (value: string) => void;
}) {
  const name = useId();
  // One price for all: the model knows no qualities.
  if (new Set(prices.map(({ expectedUsd }) => expectedUsd)).size < 2) return null;
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium">{t`Quality, and the price of the whole story`}</legend>
      <div className="flex flex-wrap gap-2">
        {prices.map(({ quality, expectedUsd }) => (
          <label
            key={quality}
            className={classNames(
              'has-focus-visible:outline-accent flex min-h-10 items-center gap-2 rounded-lg border px-3 text-sm has-focus-visible:outline-2',
              value === quality ? 'border-accent bg-accent-soft' : 'border-line-strong bg-surface',
            )}
          >
            <input
              type="radio"
              name={name}
              className="accent-accent"
              checked={value === quality}
              onChange={() => onChange(quality)}
            />
            {t(qualityWords[quality])} <span className="tabular-nums">{formatUsd(expectedUsd)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
