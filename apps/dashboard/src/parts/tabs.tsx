import { Link, type LinkProps } from '@tanstack/react-router';

const tabClasses =
  'text-ink-soft hover:text-ink border-b-2 border-transparent px-3 py-2 font-medium whitespace-nowrap data-active:border-accent data-active:text-ink aria-[current=page]:border-accent aria-[current=page]:text-ink';

export interface LinkTab {
  readonly label: string;
  readonly to: NonNullable<LinkProps['to']>;
  readonly params?: NonNullable<LinkProps['params']>;
  /** Only this very address, not those below it. */
  readonly exact?: boolean;
}

/** Tabs that are links, so that they can be opened in a new tab, and the back button works. */
export function LinkTabs({ tabs, label }: { readonly tabs: readonly LinkTab[]; readonly label: string }) {
  return (
    <nav aria-label={label} className="border-line flex overflow-x-auto border-b">
      {tabs.map((tab) => (
        <Link
          key={tab.label}
          to={tab.to}
          params={tab.params ?? {}}
          activeOptions={{ exact: tab.exact ?? false, includeSearch: false }}
          className={tabClasses}
        >
          {tab.label}
        </Link>
      ))}
    </nav>
  );
}
