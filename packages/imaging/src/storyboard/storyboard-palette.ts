import type { Sharp } from '../load-sharp.ts';

/** Colours of one frame, as `#rrggbb`. All are derived from `hue` (degrees). */
export interface StoryboardPalette {
  readonly hue: number;
  /** A tone of the palette: `turn` degrees from the hue; saturation and lightness in percent. */
  tone(turn: number, saturation: number, lightness: number): string;
}

/** Sepia on paper: the palette of a story's first batch. */
const neutralHue = 38;
const neutralSaturation = 0.55;

/** How far the hue moves from a frame to those drawn from it, in degrees: visible at a glance, yet related. */
const drift = { least: 20, most: 36 };

const samples = 8;

/**
 * The palette that follows a reference frame's pixels, or the neutral one. Only the hue is taken from the pixels,
 * and moves by one step; saturation and lightness are always the storyboard's own. So a chain of batches walks around the
 * colour wheel endlessly, and can neither turn grey nor glaring.
 */
export async function paletteOf(sharp: Sharp, reference: { bytes: Uint8Array } | null): Promise<StoryboardPalette> {
  if (reference === null) return palette(neutralHue, neutralSaturation);
  const pixels = await sharp(reference.bytes, { failOn: 'error' })
    .resize(samples, samples, { fit: 'fill', kernel: 'linear' })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer();
  return palette(hueAfter(pixels), 1);
}

/** The hue of the upper quarter (the sky: figures, in colours of their own, are below it), moved by one step. */
function hueAfter(pixels: Buffer): number {
  let x = 0;
  let y = 0;
  for (let at = 0; at < pixels.length / 4; at += 3) {
    const [r, g, b] = [pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0];
    x += r - (g + b) / 2;
    y += ((g - b) * Math.sqrt(3)) / 2;
  }
  const sum = pixels.reduce((total, value, at) => (total + value * ((at % 251) + 1)) % 65_536, 0);
  const colourful = Math.hypot(x, y) / (samples * samples) > 1;
  const hue = colourful ? (Math.atan2(y, x) * 180) / Math.PI : (sum * 360) / 65_536; // a grey picture has no hue
  return (hue + 360 + drift.least + (sum % (drift.most - drift.least + 1))) % 360;
}

function palette(hue: number, strength: number): StoryboardPalette {
  return {
    hue,
    tone: (turn, saturation, lightness) =>
      hex(hue + turn, (saturation / 100) * strength, Math.min(lightness, 100) / 100),
  };
}

/** `#rrggbb` of a colour given as hue in degrees, saturation and lightness 0–1. */
function hex(hue: number, saturation: number, lightness: number): string {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const channel = (offset: number) => {
    const k = (offset + (((hue % 360) + 360) % 360) / 30) % 12;
    const value = lightness - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1));
    return Math.round(value * 255)
      .toString(16)
      .padStart(2, '0');
  };
  return `#${channel(0)}${channel(8)}${channel(4)}`;
}
