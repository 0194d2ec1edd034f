import type { MessageDescriptor } from '@lingui/core';
import { msg, t } from '@lingui/core/macro';
import { type ReactNode, useId, useState } from 'react';
import { wordsOf } from '../data/create-query-client.ts';
import { useLanguage } from '../language/language-provider.tsx';
import { type Language, languageFacts, languages } from '../language/languages.ts';
import { Button } from '../parts/button.tsx';
import { Checkbox } from '../parts/checkbox.tsx';
import { classNames } from '../parts/class-names.ts';
import { Dialog } from '../parts/dialog.tsx';
import { useNotify } from '../parts/toast.tsx';
import { turnShortcuts, useShortcutsOn } from './shortcut.ts';
import { keepTheme, readTheme, type Theme, themes } from './theme.ts';

/** Language, colours and keys, kept in this browser. */
export function Settings() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" kind="quiet" aria-label={t`Settings`} onClick={() => setOpen(true)}>
        <Gear />
      </Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={t`Settings`}
        description={t`They are kept in this browser.`}
      >
        <div className="flex flex-col gap-5">
          <LanguageChoice />
          <ThemeChoice />
          <Checkbox label={t`Single letters are keys`} checked={useShortcutsOn()} onChange={turnShortcuts} />
        </div>
      </Dialog>
    </>
  );
}

/** Everything is rendered again in the language chosen, this dialog too: it closes. */
function LanguageChoice() {
  const { language, choose } = useLanguage();
  const notify = useNotify();
  const change = (next: Language) =>
    choose(next).catch((thrown: unknown) =>
      notify({ kind: 'error', title: t`The language could not be loaded`, text: wordsOf(thrown) }),
    );
  return (
    <Choice
      legend={t`Language`}
      value={language}
      onChange={(next) => void change(next)}
      options={languages.map((it) => ({
        value: it,
        label: (
          <span lang={it} dir={languageFacts[it].direction}>
            {languageFacts[it].name}
          </span>
        ),
      }))}
    />
  );
}

const themeWords: Readonly<Record<Theme, MessageDescriptor>> = {
  system: msg`Like the system`,
  light: msg`Light`,
  dark: msg`Dark`,
};

function ThemeChoice() {
  const [theme, setTheme] = useState(readTheme);
  const change = (next: Theme) => {
    keepTheme(next);
    setTheme(next);
  };
  return (
    <Choice
      legend={t`Colours`}
      value={theme}
      onChange={change}
      options={themes.map((it) => ({ value: it, label: t(themeWords[it]) }))}
    />
  );
}

/** One of a few that are all in sight. */
function Choice<Value extends string>({
  legend,
  value,
  onChange,
  options,
}: {
  readonly legend: string;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly options: readonly { readonly value: Value; readonly label: ReactNode }[];
}) {
  const name = useId();
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-medium">{legend}</legend>
      <div className="flex flex-wrap gap-2">
        {options.map((option) => (
          <label
            key={option.value}
            className={classNames(
              'has-focus-visible:outline-accent flex min-h-10 items-center gap-2 rounded-lg border px-3 has-focus-visible:outline-2',
              value === option.value ? 'border-accent bg-accent-soft' : 'border-line-strong bg-surface',
            )}
          >
            <input
              type="radio"
              name={name}
              className="accent-accent"
              checked={value === option.value}
              onChange={() => onChange(option.value)}
            />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

const Gear = () => (
  <svg aria-hidden="true" viewBox="0 0 20 20" className="size-4.5" fill="none" stroke="currentColor" strokeWidth="1.6">
    <circle cx="10" cy="10" r="2.6" />
    <path
      strokeLinecap="round"
      d="M10 1.9v2.3M10 15.8v2.3M1.9 10h2.3M15.8 10h2.3M4.3 4.3l1.6 1.6M14.1 14.1l1.6 1.6M15.7 4.3l-1.6 1.6M5.9 14.1l-1.6 1.6"
    />
    <circle cx="10" cy="10" r="5.8" />
  </svg>
);
