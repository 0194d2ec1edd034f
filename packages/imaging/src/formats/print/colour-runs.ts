/** RGBA pixels as runs of one colour: flat art takes a hundredth of the memory. */
export class ColourRuns {
  /** A colour and how many pixels have it, by turns. */
  #runs = new Uint32Array(1 << 16);
  #used = 0;

  /** Adds pixels after those that were added. */
  add(rgba: Buffer): void {
    const pixels = new Uint32Array(rgba.buffer, rgba.byteOffset, rgba.byteLength / 4);
    let start = 0;
    for (let at = 1; at <= pixels.length; at += 1) {
      if (at < pixels.length && pixels[at] === pixels[start]) continue;
      this.#push(pixels[start] as number, at - start);
      start = at;
    }
  }

  /** @param visit is given a colour as a 32-bit number, how many pixels have it, and the place of the first one */
  each(visit: (pixel: number, length: number, at: number) => void): void {
    let at = 0;
    for (let index = 0; index < this.#used; index += 2) {
      const length = this.#runs[index + 1] as number;
      visit(this.#runs[index] as number, length, at);
      at += length;
    }
  }

  #push(pixel: number, length: number): void {
    if (this.#used === this.#runs.length) {
      const larger = new Uint32Array(this.#runs.length * 2);
      larger.set(this.#runs);
      this.#runs = larger;
    }
    this.#runs[this.#used] = pixel;
    this.#runs[this.#used + 1] = length;
    this.#used += 2;
  }
}
