import type { Emulator } from '../emulator.ts';

const loopback = /^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?\//;

const ownFile = /\/files\/([0-9a-f]{32}\.\w+)$/;

/**
 * The bytes behind an address that a client sent instead of a picture: a data URL, a file of the emulator (also by fal's
 * public name), or a server on this machine. Null for anything else: the emulator never leaves the machine.
 */
export async function openPictureUrl({ media, stopped }: Emulator, url: string): Promise<Uint8Array | null> {
  const data = /^data:[^,]*?(;base64)?,(.*)$/s.exec(url);
  if (data) return Buffer.from(decodeURIComponent(data[2] ?? ''), data[1] === undefined ? 'utf8' : 'base64');
  const own = ownFile.exec(url)?.[1];
  if (own !== undefined) return media.get(own)?.bytes ?? null;
  if (!loopback.test(url)) return null;
  const answer = await fetch(url, { signal: stopped }).catch(() => null);
  return answer?.ok ? new Uint8Array(await answer.arrayBuffer()) : null;
}
