import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { SavedState } from '@nextpanel/vendors';
import type { SavedRedis } from './saved-redis.ts';
import type { StoryPlan } from './story-plans.ts';

/** One story of the fixture: what was asked for, and how the release left it. */
export interface SavedStory extends StoryPlan {
  readonly id: string;
  readonly status: string;
}

/** An installation of an earlier release with all its stories, and the vendors that know its requests. */
export interface Fixture {
  /** Git revision of the release that wrote it. */
  readonly revision: string;
  readonly prefix: string;
  /** Asset that is the picture of every character. */
  readonly castPicture: string;
  readonly stories: readonly SavedStory[];
  readonly redis: SavedRedis;
  /** Path below the artifact folder → bytes in base64. */
  readonly artifacts: Readonly<Record<string, string>>;
  readonly vendors: SavedState;
}

const folder = new URL('../fixtures/', import.meta.url);
const fileOf = (name: string, part: keyof Fixture) => new URL(`${name}/${part}.json.gz`, folder);
const compressed = ['redis', 'artifacts', 'vendors'] as const;

/** Writes `fixtures/<name>/`; `stories.json` is there to be read by people. */
export async function writeFixture(name: string, fixture: Fixture): Promise<void> {
  await mkdir(new URL(`${name}/`, folder), { recursive: true });
  const { revision, prefix, castPicture, stories } = fixture;
  await writeFile(
    new URL(`${name}/stories.json`, folder),
    `${JSON.stringify({ revision, prefix, castPicture, stories }, null, 2)}\n`,
  );
  for (const part of compressed) {
    await writeFile(fileOf(name, part), await promisify(gzip)(JSON.stringify(fixture[part]), { level: 9 }));
  }
}

export async function readFixture(name: string): Promise<Fixture> {
  const head = await readFile(new URL(`${name}/stories.json`, folder), 'utf8');
  const [redis, artifacts, vendors] = await Promise.all(
    compressed.map(async (part) => JSON.parse(String(await promisify(gunzip)(await readFile(fileOf(name, part)))))),
  );
  return { ...JSON.parse(head), redis, artifacts, vendors } as Fixture;
}

/** The files of a folder but those under way, by their paths in it. */
export async function saveFolder(path: string): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    const name = relative(path, file);
    if (!entry.isFile() || name.startsWith('tmp/')) continue;
    files[name] = (await readFile(file)).toString('base64');
  }
  return files;
}

export async function loadFolder(path: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, bytes] of Object.entries(files)) {
    const file = join(path, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, Buffer.from(bytes, 'base64'));
  }
}
