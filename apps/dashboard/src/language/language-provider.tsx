import { DirectionProvider } from '@base-ui/react/direction-provider';
import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { createContext, Fragment, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import { currentDirection, currentLanguage } from './current-language.ts';
import { keepLanguage } from './language-choice.ts';
import type { Language } from './languages.ts';
import { showLanguage } from './show-language.ts';

interface LanguageChoice {
  readonly language: Language;
  /** Rejects when the words of the language could not be loaded; nothing has changed then. */
  readonly choose: (language: Language) => Promise<void>;
}

const LanguageContext = createContext<LanguageChoice | null>(null);

/** The language of the dashboard, and how another one is chosen. */
export function useLanguage(): LanguageChoice {
  const choice = useContext(LanguageContext);
  if (choice === null) throw new Error('useLanguage wants a LanguageProvider above it');
  return choice;
}

/** Renders everything below it in the language that is shown, and all of it again when another one is chosen. */
export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState(currentLanguage);
  const choose = useCallback(async (next: Language) => {
    await showLanguage(next);
    keepLanguage(next);
    setLanguage(next);
  }, []);
  const value = useMemo(() => ({ language, choose }), [language, choose]);
  return (
    <LanguageContext value={value}>
      <I18nProvider i18n={i18n}>
        <DirectionProvider direction={currentDirection()}>
          {/* Words are read while rendering, anywhere: nothing of the page before may stay. */}
          <Fragment key={language}>{children}</Fragment>
        </DirectionProvider>
      </I18nProvider>
    </LanguageContext>
  );
}
