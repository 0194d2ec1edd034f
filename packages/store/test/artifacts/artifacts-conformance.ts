import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { buffer, text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { Artifacts } from '../../src/artifacts/artifacts.ts';

const bytes = (words: string) => new TextEncoder().encode(words);
const absent = '0'.repeat(64);

/** What every store of artifacts promises. `damage` overwrites the stored bytes of an artifact, or a record, past the store. */
export interface StoreUnderTest {
  open(): Promise<Artifacts>;
  damage(what: { sha256: string } | { tenant: string; key: string }, content: string): Promise<void>;
}

export function describeArtifacts(name: string, store: StoreUnderTest): void {
  describe(`artifacts ${name}`, () => {
    it('come back as they went in, small and large, under their own hash', async () => {
      const artifacts = await store.open();
      for (const content of [bytes('hello'), new Uint8Array(300_000).fill(7), new Uint8Array(0)]) {
        const sha256 = await artifacts.put(content);
        expect(await artifacts.put(content)).toBe(sha256);
        expect(Buffer.compare(await artifacts.get(sha256), content)).toBe(0);
        expect(await artifacts.has(sha256)).toBe(true);
      }
      expect(await artifacts.put(bytes('hello'))).toBe(
        '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824',
      );
    });

    it('that are not there are missing, whichever way they are asked for', async () => {
      const artifacts = await store.open();
      expect(await artifacts.has(absent)).toBe(false);
      await expect(artifacts.get(absent)).rejects.toMatchObject({ code: 'artifact_missing' });
      await expect(artifacts.open(absent)).rejects.toMatchObject({ code: 'artifact_missing' });
    });

    it('that are damaged are moved aside, and the same bytes can be stored again', async () => {
      const artifacts = await store.open();
      const sha256 = await artifacts.put(bytes('to be damaged'));
      await store.damage({ sha256 }, 'damaged');
      await expect(artifacts.get(sha256)).rejects.toMatchObject({ code: 'artifact_corrupt' });
      expect(await artifacts.has(sha256)).toBe(false);
      await artifacts.put(bytes('to be damaged'));
      expect(Buffer.from(await artifacts.get(sha256)).toString()).toBe('to be damaged');
    });

    it('say what they take, and make room: one that is old enough goes at once, a young one stays', async () => {
      const artifacts = await store.open();
      const never = new AbortController().signal;
      const before = await artifacts.usage(never);
      const sha256 = await artifacts.put(bytes('ten bytes!'));
      expect(await artifacts.usage(never)).toBe(before + 10);
      expect(await artifacts.drop(sha256, Date.now() - 60_000)).toBe(null);
      expect(await artifacts.drop(sha256, Date.now() + 60_000)).toBe(10);
      expect(await artifacts.drop(sha256, Date.now() + 60_000)).toBe(null);
      expect([await artifacts.has(sha256), await artifacts.usage(never)]).toEqual([false, before]);
    });

    it('written by a callback are hashed as they are, and nothing is stored when it fails', async () => {
      const artifacts = await store.open();
      const { sha256, bytes: size } = await artifacts.putFile((path) => writeFile(path, 'a book'));
      expect([size, await text(await (await artifacts.open(sha256)).stream())]).toEqual([6, 'a book']);
      const failing = artifacts.putFile(async (path) => {
        await writeFile(path, 'half a b');
        throw new Error('out of ink');
      });
      await expect(failing).rejects.toThrow('out of ink');
    });

    it('stream whole and in part, also those of many megabytes', async () => {
      const artifacts = await store.open();
      const book = randomBytes(17 * 1_048_576);
      const { sha256 } = await artifacts.putFile((path) => writeFile(path, book));
      const file = await artifacts.open(sha256);
      expect(file.bytes).toBe(book.byteLength);
      expect(Buffer.compare(await buffer(await file.stream()), book)).toBe(0);
      const part = await buffer(await file.stream({ first: 9_000_000, last: 9_000_099 }));
      expect(Buffer.compare(part, book.subarray(9_000_000, 9_000_100))).toBe(0);
    });

    it('have records that are written once, replaced when asked, and survive being damaged', async () => {
      const artifacts = await store.open();
      expect(await artifacts.readRecord('acme', 'key-1')).toBeNull();
      expect(await artifacts.writeRecord('acme', 'key-1', { n: 1 })).toBe(true);
      expect(await artifacts.writeRecord('acme', 'key-1', { n: 2 })).toBe(false);
      expect(await artifacts.readRecord('acme', 'key-1')).toEqual({ n: 1 });
      expect(await artifacts.readRecord('other', 'key-1')).toBeNull();
      await artifacts.writeRecord('acme', 'key-1', { n: 3 }, { replace: true });
      expect(await artifacts.readRecord('acme', 'key-1')).toEqual({ n: 3 });
      await store.damage({ tenant: 'acme', key: 'key-1' }, '{"n":');
      expect(await artifacts.readRecord('acme', 'key-1')).toBeNull();
      expect(await artifacts.writeRecord('acme', 'key-1', { n: 4 })).toBe(true);
    });

    it('say of a tenant whether it may have records, also after another process wrote the first one', async () => {
      const [artifacts, others] = [await store.open(), await store.open()];
      expect(await artifacts.mayHaveRecords('new')).toBe(false);
      await others.writeRecord('newer', 'aa11', {});
      expect(await artifacts.mayHaveRecords('new')).toBe(false);
      await others.writeRecord('new', 'aa11', {});
      expect(await artifacts.mayHaveRecords('new')).toBe(true);
      expect(await artifacts.mayHaveRecords('new')).toBe(true);
    });

    it('list their records, and remove only those that fit', async () => {
      const artifacts = await store.open();
      const keys = ['aa11', 'aa22', 'bb33'];
      for (const key of keys) await artifacts.writeRecord('listed', key, { key });
      const listed: string[] = [];
      for await (const { tenant, key } of artifacts.records()) if (tenant === 'listed') listed.push(key);
      expect(listed.toSorted()).toEqual(keys);
      expect(await artifacts.removeRecord('listed', 'aa11', () => false)).toBe(false);
      expect(await artifacts.removeRecord('listed', 'aa11', (it) => (it as { key: string }).key === 'aa11')).toBe(true);
      expect(await artifacts.readRecord('listed', 'aa11')).toBeNull();
      expect(await artifacts.removeRecord('listed', 'aa11', () => true)).toBe(false);
    });

    it('put in by many at once are all there, and one of many records wins', async () => {
      const artifacts = await store.open();
      const names = await Promise.all(Array.from({ length: 60 }, (_, index) => artifacts.put(bytes(`n${index % 10}`))));
      expect(new Set(names).size).toBe(10);
      const written = await Promise.all(
        Array.from({ length: 10 }, (_, n) => artifacts.writeRecord('t', 'same', { n })),
      );
      expect(written.filter(Boolean)).toHaveLength(1);
    });

    it('without a grace period lose at once what neither a story nor a record names', async () => {
      const artifacts = await store.open();
      const [wanted, named, unwanted] = [
        await artifacts.put(bytes('wanted')),
        await artifacts.put(bytes('named')),
        await artifacts.put(bytes('unwanted')),
      ];
      await artifacts.writeRecord('swept', 'cc44', { frames: [{ sha256: named }] });
      await artifacts.writeRecord('swept', 'asset-1', { sha256: unwanted });
      const report = await artifacts.sweep({
        graceMs: 0,
        now: Date.now(),
        isWanted: (sha256) => sha256 === wanted,
        expires: (key) => key.startsWith('asset-'),
        signal: new AbortController().signal,
      });
      expect(report.purged.files).toBeGreaterThanOrEqual(2);
      expect(await Promise.all([wanted, named, unwanted].map((it) => artifacts.has(it)))).toEqual([true, true, false]);
      expect(await artifacts.readRecord('swept', 'asset-1')).toBeNull();
    });
  });
}
