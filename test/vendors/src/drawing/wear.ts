import { sha256Of } from '../ledger.ts';
import type { Order } from './order.ts';

/** How drawings wear out the look they take over: what one drawing adds, in units of `wearPicture`. 0: not at all. */
export interface Wear {
  readonly perDrawing: number;
}

/** Remembers how worn each picture is that was drawn, and says how worn the next one becomes. */
export interface WearMemory {
  /** Of a picture drawn for this order. @param key decides by how much it strays; the same key, the same wear */
  readonly next: (order: Pick<Order, 'references'>, key: string) => number;
  readonly remember: (sha256: string, wear: number) => void;
}

/** Share by which what a drawing adds strays from `perDrawing`, up and down. */
const strays = 0.4;

/**
 * Pictures that are drawn from pictures take over how worn these are, half from the last one and half from the others, and add some of
 * their own: a chain of frames wears on, a picture drawn from words or from fresh plates does not. It imitates what is reported of chains of
 * edits with real models, with numbers of its own: it shows that a comparison measures, never how a model behaves. Pictures that the
 * emulator did not draw (uploads, tiles, scaled ones) are fresh.
 */
export function openWear({ perDrawing }: Wear): WearMemory {
  const known = new Map<string, number>();
  return {
    next({ references }, key) {
      if (perDrawing === 0) return 0;
      const worn = references.map(({ sha256 }) => known.get(sha256) ?? 0);
      const last = worn.at(-1) ?? 0;
      const others = worn.slice(0, -1);
      const taken = others.length === 0 ? last : (last + others.reduce((sum, it) => sum + it, 0) / others.length) / 2;
      const chance = Number.parseInt(sha256Of(`wear ${key}`).slice(0, 8), 16) / 0xffff_ffff;
      return taken + perDrawing * (1 + strays * (2 * chance - 1));
    },
    remember: (sha256, wear) => void known.set(sha256, wear),
  };
}

/** What a unit of wear does: light and saturation fall by these shares, and grain of this spread is added, in levels of 255. */
const effect = { light: 0.035, saturation: 0.06, grain: 1.2 } as const;

/** A PNG as it looks when it is worn: darker, paler and grainier. The same picture and wear give the same bytes. */
export async function wearPicture(png: Uint8Array, wear: number): Promise<Uint8Array> {
  if (wear === 0) return png;
  const { default: sharp } = await import('sharp');
  const { data, info } = await sharp(png)
    .removeAlpha()
    .modulate({ saturation: Math.max(0, 1 - effect.saturation * wear) })
    .linear(Math.max(0, 1 - effect.light * wear), 0)
    .raw()
    .toBuffer({ resolveWithObject: true });
  let state = 1;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  for (let at = 0; at < data.length; at += 3) {
    // The sum of three even chances has a spread of a half.
    const grain = (next() + next() + next() - 1.5) * 2 * effect.grain * wear;
    for (let channel = 0; channel < 3; channel += 1)
      data[at + channel] = Math.min(255, Math.max(0, Math.round((data[at + channel] ?? 0) + grain)));
  }
  return sharp(data, { raw: { width: info.width, height: info.height, channels: 3 } })
    .png({ compressionLevel: 3 })
    .toBuffer();
}
