import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BookFormat, laidPanel, layOutPage, layoutSettings, type PanelText, planPages } from '@nextpanel/core';
import { composeSheet, type PageEncoding, pageEncodings, releasePixels } from '@nextpanel/imaging';
import { finalizerFlags, mallocSettings } from '@nextpanel/local';
import sharp from 'sharp';
import { bindSampleBooks, readingFormats } from './bind-sample-books.ts';

/**
 * Composes 64 frames of 1024×1024 into sheets and compares CPU time, wall time and peak memory with sharp decoding the same frames and
 * encoding sheets of the same size, and with `vips` and ImageMagick's `montage` where they are installed; then binds the sheets, and compares
 * the bytes of the books with `img2pdf` and `zip`. Each case is a process of its own, with the memory settings of our processes. Run it with
 * `pnpm bench:sheets`.
 */

const frames = 64;
const side = 1_024;
/** As many as the finalizer composes side by side. */
const atOnce = 2;
const rounds = 3;

interface Used {
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  readonly peakMb: number;
}

const texts: readonly PanelText[] = [
  { kind: 'speech', speaker: 'hare', text: 'Nobody in this whole meadow is faster than me!', drawnBy: 'overlay' },
  { kind: 'speech', speaker: 'owl', text: 'We will see about that on Sunday.', drawnBy: 'overlay' },
];

const drawn = { provenance: { source: 'model' as const } };

const frameIn = (folder: string, index: number) => join(folder, `${String((index % frames) + 1).padStart(3, '0')}.png`);

/** Drawn shapes under a little noise: about the bytes a painted frame has. */
async function drawFrames(folder: string): Promise<void> {
  for (let index = 0; index < frames; index += 1) {
    const hue = (index * 137) % 360;
    const art = `<svg width="${side}" height="${side}"><rect width="100%" height="100%" fill="hsl(${hue},40%,70%)"/>${Array.from(
      { length: 24 },
      (_, n) =>
        `<circle cx="${(n * 397 + index * 61) % side}" cy="${(n * 211 + index * 97) % side}" r="${40 + ((n * 53) % 160)}" fill="hsl(${(hue + n * 15) % 360},50%,${30 + ((n * 7) % 50)}%)"/>`,
    ).join('')}</svg>`;
    const noise = {
      create: {
        width: side,
        height: side,
        channels: 3 as const,
        background: '#808080',
        noise: { type: 'gaussian' as const, mean: 128, sigma: 12 },
      },
    };
    const grain = await sharp(noise).png().toBuffer();
    await sharp(Buffer.from(art))
      .removeAlpha()
      .composite([{ input: grain, blend: 'soft-light' }])
      .removeAlpha()
      .png()
      .toFile(frameIn(folder, index));
  }
}

/** The pages of a story of so many panels, laid out as a grid, which has eight on a page as the peers have. */
function pagesOf(panels: number) {
  const settings = layoutSettings({
    readingDirection: 'ltr',
    book: { layout: 'grid' },
    render: { size: `${side}x${side}`, batchSize: 8 },
  });
  const ids = Array.from({ length: panels }, (_, index) => laidPanel(String(index + 1), { weight: 'normal' }));
  const pages = planPages(ids, settings);
  return pages.map((page, index) =>
    layOutPage(
      page.map((id) => ({ ...laidPanel(id, { weight: 'normal' }), number: Number(id) })),
      settings,
      { number: index + 1, last: index === pages.length - 1 },
    ),
  );
}

async function sideBySide<Item>(items: readonly Item[], work: (item: Item) => Promise<unknown>): Promise<void> {
  const rest = items[Symbol.iterator]();
  const one = async () => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, one));
}

const ours = (folder: string, panels: number, lettered: boolean, encode: readonly PageEncoding[] = []) =>
  sideBySide(pagesOf(panels), async (plan) => {
    const panels = plan.slots.map(({ panel }) => ({
      number: panel,
      frame: () => readFile(frameIn(folder, panel - 1)),
      characters: ['hare', 'owl'],
      text: lettered ? texts : [],
    }));
    const composed = await composeSheet({
      plan,
      panels,
      speakers: {},
      language: 'en',
      readingDirection: 'ltr',
      ...(encode.length > 0 && { encode: { as: encode, panels: plan.slots.map(() => drawn) } }),
    });
    for (const as of encode)
      await writeFile(join(folder, `sheet-${plan.number % 8}.${as}`), composed.encoded[as] ?? new Uint8Array());
    await writeFile(join(folder, `sheet-${plan.number % 8}.png`), composed.png);
    // As the finalizer does.
    releasePixels(composed.png);
  });

/** The least there is to do: every frame decoded, and as many pixels of the same pictures encoded, one below the other. */
const bare = (folder: string) =>
  sideBySide(pagesOf(frames), async (plan) => {
    const decoded: Buffer[] = [];
    for (const { panel } of plan.slots) {
      decoded.push(
        await sharp(frameIn(folder, panel - 1))
          .removeAlpha()
          .raw()
          .toBuffer(),
      );
    }
    await sharp(Buffer.concat(decoded), { raw: { width: side, height: side * decoded.length, channels: 3 } })
      .png({ compressionLevel: 6 })
      .toFile(join(folder, `bare-${plan.number}.png`));
  });

/** Shows whether memory grows with the length of a story; once is enough. */
const longCase = 'nextpanel, 640 panels';
const longBinding = 'PDF and CBZ, 640 panels';
const once = [longCase, longBinding];
/** The same as the case before it, as glibc and V8 do by default. */
const plainCase = 'nextpanel, two balloons a panel, memory settings of glibc and V8';

/** A sheet of each book is one of the eight that were composed. */
const bindAll = (folder: string, panels: number, formats: readonly BookFormat[] = readingFormats) =>
  bindSampleBooks({
    folder,
    formats,
    plans: pagesOf(panels),
    frameIn: (panel) => frameIn(folder, panel - 1),
    sheetIn: (sheet) => join(folder, `sheet-${sheet % 8}.png`),
  });

/** What a user waits for after the last frame: the sheet that shows it, then every book. */
async function lastFrame(folder: string): Promise<void> {
  await ours(folder, 8, true, pageEncodings(readingFormats));
  await bindAll(folder, frames);
}

const cases: Readonly<Record<string, (folder: string) => Promise<unknown>>> = {
  'sharp: decode and encode alone': bare,
  'nextpanel, without letters': (folder) => ours(folder, frames, false),
  'nextpanel, two balloons a panel': (folder) => ours(folder, frames, true),
  [plainCase]: (folder) => ours(folder, frames, true),
  [longCase]: (folder) => ours(folder, frames * 10, true),
  'last frame → PDF, CBZ, EPUB and web': lastFrame,
  [longBinding]: (folder) => bindAll(folder, frames * 10, ['pdf', 'cbz']),
};

const peers: Readonly<Record<string, (files: readonly string[], to: string) => readonly string[]>> = {
  vips: (files, to) => ['arrayjoin', files.join(' '), `${to}.png`, '--across', '2', '--shim', '20'],
  montage: (files, to) => [...files, '-tile', '2x4', '-geometry', '+10+10', `${to}-montage.png`],
};

/** A peer works sheet by sheet as a command; its CPU time is that of the children this process waited for. */
function runPeer(folder: string, command: string): Used | null {
  if (spawnSync(command, ['--version'], { stdio: 'ignore' }).error) return null;
  const startedAt = performance.now();
  const script = Array.from({ length: frames / 8 }, (_, sheet) => {
    const files = Array.from({ length: 8 }, (_file, at) => frameIn(folder, sheet * 8 + at));
    const args = peers[command]?.(files, join(folder, `${command}-${sheet}`)) ?? [];
    return [command, ...args].map((word) => `'${word}'`).join(' ');
  }).join('\n');
  const timed = spawnSync('bash', ['-c', `${script}\ntimes`], { encoding: 'utf8' });
  const line = timed.stdout.trim().split('\n').at(-1) ?? '';
  const seconds = [...line.matchAll(/(\d+)m([\d.]+)s/g)].map(
    ([, minutes, rest]) => Number(minutes) * 60 + Number(rest),
  );
  return {
    cpuSeconds: seconds.reduce((sum, it) => sum + it, 0),
    wallSeconds: (performance.now() - startedAt) / 1_000,
    peakMb: Number.NaN,
  };
}

/** Runs one case in a process of its own, which prints what it used. */
function runCase(folder: string, name: string): Promise<Used> {
  return new Promise((resolve, reject) => {
    const flags = name === plainCase ? [] : finalizerFlags;
    const child = spawn(process.execPath, [...flags, import.meta.filename, folder, name], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...(name !== plainCase && mallocSettings) },
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve(JSON.parse(output) as Used) : reject(new Error(`${name}: ${code}`)),
    );
  });
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

function report(name: string, used: readonly Used[], least: number): void {
  const of = (field: keyof Used) => median(used.map((it) => it[field]));
  const memory = Number.isNaN(of('peakMb')) ? 'memory not measured' : `${of('peakMb').toFixed(0)} MB at most`;
  process.stdout.write(
    `${name}: ${of('cpuSeconds').toFixed(2)} s CPU (${(of('cpuSeconds') / least).toFixed(2)} × decode and encode), ${of('wallSeconds').toFixed(2)} s, ${memory}\n`,
  );
}

async function compareAll(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'nextpanel-sheets-'));
  try {
    await drawFrames(folder);
    // Sheets are composed and encoded for their books while the story is drawn.
    await ours(folder, frames, true, pageEncodings(readingFormats));
    const used = new Map<string, Used[]>(Object.keys(cases).map((name) => [name, []]));
    // In turn, so that what the machine does beside it falls on all of them.
    for (let round = 0; round < rounds; round += 1) {
      for (const [name, list] of used) if (round === 0 || !once.includes(name)) list.push(await runCase(folder, name));
    }
    const least = median((used.get('sharp: decode and encode alone') ?? []).map(({ cpuSeconds }) => cpuSeconds));
    process.stdout.write(
      `${frames} frames of ${side}×${side}, 8 a sheet, ${atOnce} sheets at a time, median of ${rounds}\n`,
    );
    for (const [name, list] of used) report(name, list, least);
    for (const command of Object.keys(peers)) {
      const peer = runPeer(folder, command);
      if (peer === null) process.stdout.write(`${command}: not installed here\n`);
      else report(command, [peer], least);
    }
    await compareSizes(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Our PDF and CBZ next to what others make of the same JPEG pages, and of pages of the same quality with optimised Huffman tables, which we
 * do without (see `encodePage`). Theirs have no alternative texts or metadata.
 */
async function compareSizes(folder: string): Promise<void> {
  const sizes = await bindAll(folder, frames);
  const sheets = Array.from({ length: frames / 8 }, (_, sheet) => join(folder, `sheet-${sheet}`));
  const [same, optimised] = [sheets.map((sheet) => `${sheet}.jpeg`), sheets.map((sheet) => `${sheet}.jpg`)];
  for (const sheet of sheets)
    await sharp(`${sheet}.png`).jpeg({ quality: 90, chromaSubsampling: '4:4:4' }).toFile(`${sheet}.jpg`);
  for (const [format, bytes] of Object.entries(sizes)) {
    const [plain, small] = [await sizeOfPeer(folder, format, same), await sizeOfPeer(folder, format, optimised)];
    const peer = plain && small ? `, ${plain} of the same pages, ${small} of optimised ones` : '';
    process.stdout.write(`${format}: ${megabytes(bytes)}${peer}\n`);
  }
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(2)} MB`;

/** What another program makes of these pages; null: there is none for the format, or it is not installed here. */
async function sizeOfPeer(folder: string, format: string, pages: readonly string[]): Promise<string | null> {
  const file = join(folder, `peer.${format}`);
  await rm(file, { force: true });
  const programs: Readonly<Record<string, readonly [command: string, args: readonly string[]]>> = {
    pdf: ['img2pdf', [...pages, '-o', file]],
    cbz: ['zip', ['-q', '-0', '-j', file, ...pages]],
  };
  const [command, args] = programs[format] ?? [];
  if (command === undefined || spawnSync(command, args ?? [], { stdio: 'ignore' }).status !== 0) return null;
  return `${command} ${megabytes((await stat(file)).size)}`;
}

const [, , folder, name] = process.argv;
if (folder === undefined || name === undefined) await compareAll();
else {
  sharp.concurrency(1);
  const startedAt = performance.now();
  const before = process.cpuUsage();
  await cases[name]?.(folder);
  const { user, system } = process.cpuUsage(before);
  const used: Used = {
    cpuSeconds: (user + system) / 1_000_000,
    wallSeconds: (performance.now() - startedAt) / 1_000,
    peakMb: process.resourceUsage().maxRSS / 1_024,
  };
  process.stdout.write(JSON.stringify(used));
}
