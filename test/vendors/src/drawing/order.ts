import type { PixelSize } from '@nextpanel/core';
import type { VendorName } from '../emulator.ts';
import type { ImageUsage } from '../images-api/charge.ts';
import type { ReceivedMask, ReceivedReference } from '../ledger.ts';

export const pictureFormats = ['png', 'jpeg', 'webp'] as const;
export type PictureFormat = (typeof pictureFormats)[number];

/** What to draw, whichever vendor's format it came in. */
export interface Order {
  readonly vendor: VendorName;
  /** Its name in the ledger. */
  readonly endpoint: string;
  readonly model: string;
  readonly prompt: string;
  /** In the order received. */
  readonly references: readonly ReceivedReference[];
  /** The area of the first one that may change; like real models, the emulator repaints everything. */
  readonly mask?: ReceivedMask | null;
  /** How many pictures. */
  readonly n: number;
  readonly size: PixelSize;
  readonly format: PictureFormat;
  /** 0–100, JPEG and WebP. */
  readonly compression: number;
  readonly requestId: string;
  readonly jobId: string | null;
  readonly headers: Readonly<Record<string, string>>;
  /** Where to report its end, at vendors with webhooks. */
  readonly webhook?: string | null;
  /** Usage and price of this many pictures of this order. */
  readonly charge: (images: number) => Charge;
}

export interface Charge {
  /** Null where the vendor does not count tokens. */
  readonly usage: ImageUsage | null;
  readonly costUsd: number;
}

/** A picture as sent; after a `yield` fault it need not be a picture. */
export interface DrawnPicture extends PixelSize {
  readonly bytes: Uint8Array;
  readonly mime: string;
  readonly sha256: string;
}
