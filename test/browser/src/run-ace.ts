import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { installPackage } from '@nextpanel/harness';

const run = promisify(execFile);
/** Fifteen seconds on a busy machine. */
const deadlineMs = 150_000;

/** Ace by DAISY, the checker of accessibility for EPUB: 80 MB with all it needs, so it is installed when a test first asks for it. */
const release = { name: '@daisy/ace-cli', version: '1.4.6' } as const;

interface Report {
  readonly 'earl:result': { readonly 'earl:outcome': 'pass' | 'fail' };
  readonly assertions: readonly {
    readonly 'earl:testSubject': { readonly url: string };
    readonly assertions: readonly {
      readonly 'earl:test': { readonly 'earl:impact': string; readonly 'dct:title': string };
      readonly 'earl:result': { readonly 'dct:description': string };
    }[];
  }[];
  readonly 'a11y-metadata': { readonly missing: readonly string[]; readonly empty: readonly string[] };
}

/** What Ace finds in a book. */
export interface AceFindings {
  readonly outcome: 'pass' | 'fail';
  /** `page.xhtml: serious image-alt: Images must have …` */
  readonly violations: readonly string[];
  /** What the package says nothing about, of what it may say about its accessibility. */
  readonly missing: readonly string[];
  readonly empty: readonly string[];
}

/**
 * @param chromium path of the browser that opens the pages
 * @throws Error when Ace cannot be installed, or does not run
 */
export async function runAce(epub: Buffer, chromium: string): Promise<AceFindings> {
  const ace = await installPackage(release);
  const folder = await mkdtemp(join(tmpdir(), 'nextpanel-ace-'));
  try {
    const book = join(folder, 'book.epub');
    await writeFile(book, epub);
    const args = [join(ace, 'bin/ace.js'), '--silent', '--outdir', join(folder, 'report'), book];
    await run(process.execPath, args, {
      timeout: deadlineMs,
      // It keeps settings and a log at home.
      env: { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder, PUPPETEER_EXECUTABLE_PATH: chromium },
    });
    return findingsIn(JSON.parse(await readFile(join(folder, 'report/report.json'), 'utf8')) as Report);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const findingsIn = ({
  'earl:result': { 'earl:outcome': outcome },
  'a11y-metadata': metadata,
  assertions,
}: Report): AceFindings => ({
  outcome,
  violations: assertions.flatMap(({ 'earl:testSubject': { url }, assertions: found }) =>
    found.map(({ 'earl:test': { 'earl:impact': impact, 'dct:title': rule }, 'earl:result': result }) =>
      `${url}: ${impact} ${rule}: ${result['dct:description']}`.replaceAll(/\s+/g, ' '),
    ),
  ),
  missing: metadata.missing,
  empty: metadata.empty,
});
