/** Size of a picture in pixels. */
export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

/** Facts from the first bytes of a picture, established after every pixel was decoded once. */
export interface PictureFacts extends PixelSize {
  readonly mime: 'image/png' | 'image/jpeg' | 'image/webp';
}

/** A picture as bytes with its content address. */
export interface Picture extends PictureFacts {
  readonly bytes: Uint8Array;
  /** SHA-256 of `bytes`, lower-case hex. */
  readonly sha256: string;
}
