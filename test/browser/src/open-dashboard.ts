import { startSystem, type TestSystem } from '@nextpanel/harness';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { inject } from 'vitest';
import { launchBrowser } from './launch-browser.ts';

/** Long enough to distinguish a page that hangs from a busy machine. */
export const patience = { timeout: 60_000 } as const;

export type Scheme = 'light' | 'dark';

export interface PageOptions {
  readonly scheme?: Scheme;
  /** Default: 1280 × 800. */
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Further settings of the browser: touch, reduced motion … */
  readonly context?: BrowserContextOptions;
  /** Console messages that the test provokes, such as those about a 401 or a killed server. */
  readonly expected?: readonly RegExp[];
}

/** A phone in portrait. */
export const phone = { width: 390, height: 844 } as const;

/** One tab, and its errors. */
export interface DashboardPage extends AsyncDisposable {
  readonly page: Page;
  /** Errors on the console, breaches of the policy, exceptions, and requests to other hosts, in order. */
  readonly faults: readonly string[];
}

export interface Dashboard extends AsyncDisposable {
  readonly system: TestSystem;
  readonly browser: Browser;
  readonly url: string;
  /**
   * An empty tab in its own browser session: continue with `page.goto(dashboard.url)`. Disposing it throws if there were errors, so
   * that `await using` fails the test.
   */
  openPage(options?: PageOptions): Promise<DashboardPage>;
}

/** Whether there is a Chromium: `describe.skipIf(!hasChromium())`. */
export const hasChromium = (): boolean => inject('chromium') !== '';

/**
 * A complete system that serves the built dashboard, and a real Chromium.
 *
 * @param env goes to all processes of the system
 */
export async function openDashboard(env: Readonly<Record<string, string>> = {}): Promise<Dashboard> {
  await using opened = new AsyncDisposableStack();
  const system = opened.use(await startSystem(env));
  const { browser } = opened.use(await launchBrowser(inject('chromium')));
  const owned = opened.move();
  return {
    system,
    browser,
    get url() {
      return system.url();
    },
    openPage: (options = {}) => openPage(browser, options),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function openPage(
  browser: Browser,
  { scheme = 'light', viewport = { width: 1280, height: 800 }, context: more = {}, expected = [] }: PageOptions,
): Promise<DashboardPage> {
  const context = await browser.newContext({ colorScheme: scheme, viewport, ...more });
  const page = await context.newPage();
  page.setDefaultTimeout(patience.timeout);
  const faults: string[] = [];
  const note = (fault: string) => {
    if (!expected.some((pattern) => pattern.test(fault))) faults.push(fault);
  };
  // Policy violations are also console errors; the event reports them even where the console is silent.
  await context.exposeFunction('noteBreach', (words: string) => note(`policy: ${words}`));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const { noteBreach } = window as unknown as { noteBreach: (words: string) => void };
      noteBreach(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
    });
  });
  page.on('console', (message) => {
    const { url } = message.location();
    if (message.type() === 'error' || message.type() === 'warning') note(`console: ${message.text()} (${url})`);
  });
  page.on('pageerror', (error) => note(`exception: ${error.stack ?? error.message}`));
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (/^https?:|^wss?:/.test(protocol) && hostname !== '127.0.0.1') note(`request to another host: ${request.url()}`);
  });
  return {
    page,
    faults,
    async [Symbol.asyncDispose]() {
      await context.close();
      if (faults.length > 0) throw new Error(`in the browser:\n${faults.join('\n')}`);
    },
  };
}
