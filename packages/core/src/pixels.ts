/** A decoded picture: 8-bit sRGB without alpha, row by row, three values a pixel. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}
