import type { PixelSize } from '@nextpanel/core';
import type { VendorName } from '../emulator.ts';
import type { ImageUsage } from '../images-api/charge.ts';
import type { ReceivedReference } from '../ledger.ts';

export const pictureFormats = ['png', 'jpeg', 'webp'] as const;
export type PictureFormat = (typeof pictureFormats)[number];

/** What to draw, whichever vendor's words it came in. */
export interface Order {
  readonly vendor: VendorName;
  /** As the ledger names it. */
  readonly endpoint: string;
  readonly model: string;
  readonly prompt: string;
  /** In the order received. */
  readonly references: readonly ReceivedReference[];
  /** How many pictures. */
  readonly n: number;
  readonly size: PixelSize;
  readonly format: PictureFormat;
  /** 0–100, JPEG and WebP. */
  readonly compression: number;
  readonly requestId: string;
  readonly jobId: string | null;
  readonly headers: Readonly<Record<string, string>>;
  /** Where its end is to be reported, at vendors that do. */
  readonly webhook?: string | null;
  /** What is used, and charged, for this many pictures of this order. */
  readonly charge: (images: number) => Charge;
}

export interface Charge {
  /** Null where the vendor does not count tokens. */
  readonly usage: ImageUsage | null;
  readonly costUsd: number;
}

/** A picture as answered, which after a `yield` fault need not be one. */
export interface DrawnPicture extends PixelSize {
  readonly bytes: Uint8Array;
  readonly mime: string;
  readonly sha256: string;
}
