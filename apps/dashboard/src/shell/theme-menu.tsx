import { useState } from 'react';
import { Menu } from '../parts/menu.tsx';
import { keepTheme, readTheme, type Theme, themes } from './theme.ts';

const words: Readonly<Record<Theme, string>> = { system: 'Like the system', light: 'Light', dark: 'Dark' };

/** Light or dark, kept in this browser. */
export function ThemeMenu() {
  const [theme, setTheme] = useState(readTheme);
  const choose = (next: Theme) => {
    keepTheme(next);
    setTheme(next);
  };
  return (
    <Menu
      label={`Colours: ${words[theme].toLowerCase()}`}
      kind="quiet"
      size="small"
      items={themes.map((it) => ({ label: it === theme ? `${words[it]} ✓` : words[it], onSelect: () => choose(it) }))}
    >
      <span aria-hidden="true">◐</span>
    </Menu>
  );
}
