/** The side of the square that the detector sees, in pixels. */
export const detectorSide = 736;

/** A line of letters, in pixels of that square. */
export interface TextBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** PP-OCR's own settings: a pixel belongs to letters from here on, and a box must be this sure on average. */
const pixelFrom = 0.3;
const boxFrom = 0.6;
/** A box less than this wide or high is a speck. */
const leastSide = 4;

/**
 * Boxes of letters in what the detector answers with: for each pixel of its square, row by row, how sure it is (0–1) that it belongs to
 * letters. Neighbouring pixels form a box. The detector marks the middle of lines only, so boxes are a little smaller than the letters.
 *
 * Source: PaddleOCR, `DBPostProcess` (`thresh` 0.3, `box_thresh` 0.6).
 */
export function findTextBoxes(sure: Float32Array, side = detectorSide): TextBox[] {
  const seen = new Uint8Array(sure.length);
  const boxes: TextBox[] = [];
  for (let start = 0; start < sure.length; start += 1) {
    if (seen[start] === 1 || (sure[start] ?? 0) <= pixelFrom) continue;
    const box = growBox(sure, seen, start, side);
    if (box !== null) boxes.push(box);
  }
  return boxes;
}

function growBox(sure: Float32Array, seen: Uint8Array, start: number, side: number): TextBox | null {
  const waiting = [start];
  seen[start] = 1;
  let [pixels, sum] = [0, 0];
  let [left, right, top, bottom] = [side, 0, side, 0];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const [x, y] = [at % side, Math.floor(at / side)];
    pixels += 1;
    sum += sure[at] ?? 0;
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
    for (const next of [x > 0 ? at - 1 : -1, x < side - 1 ? at + 1 : -1, at - side, at + side]) {
      if (next < 0 || next >= sure.length || seen[next] === 1 || (sure[next] ?? 0) <= pixelFrom) continue;
      seen[next] = 1;
      waiting.push(next);
    }
  }
  const [width, height] = [right - left + 1, bottom - top + 1];
  if (sum / pixels < boxFrom || width < leastSide || height < leastSide) return null;
  return { left, top, width, height };
}
