import { count } from './quote.ts';
import { type Finding, findNode, type Path, type SourceNode } from './source-document.ts';

/** One error in a StorySpec, for people: where it is, what is wrong and what to do. */
export interface SpecError {
  /** RFC 6901 JSON pointer; empty for the whole document and for broken syntax. */
  readonly pointer: string;
  readonly detail: string;
  /** Line in the source text, from 1; absent for documents that arrived already parsed. */
  readonly line?: number;
  /** Column in UTF-16 code units, from 1. */
  readonly column?: number;
}

/** Further errors are only counted. */
const maxErrors = 200;

/** A pointer ends before a key longer than this. */
const maxPointerKey = 200;

/**
 * The findings as errors, sorted by line: the first 200 and, if there are more, one that counts the rest. Linear in the
 * source and n log n in the findings; messages and lines are computed only for errors that are reported.
 */
export function listSpecErrors(
  findings: readonly Finding[],
  source?: { readonly text: string; readonly root: SourceNode },
): SpecError[] {
  const placed = findings.map((finding) => ({
    finding,
    at: source === undefined ? 0 : offsetOf(finding, source.root),
  }));
  placed.sort((a, b) => a.at - b.at);
  const shown = placed.slice(0, maxErrors);
  const lines =
    source === undefined
      ? null
      : linesOf(
          source.text,
          shown.map(({ at }) => at),
        );
  const errors = shown.map(
    ({ finding }, index): SpecError => ({
      pointer: pointerOf(finding.path),
      detail: finding.detail(),
      ...lines?.[index],
    }),
  );
  const rest = placed.length - shown.length;
  return rest === 0 ? errors : [...errors, { pointer: '', detail: `and ${count(rest)} more errors; fix these first` }];
}

function offsetOf({ path, at, onKey }: Finding, root: SourceNode): number {
  if (at !== undefined) return at;
  const { node, exact } = findNode(root, path);
  return onKey && exact ? (node.keyAt ?? node.at) : node.at;
}

/** RFC 6901: `~` and `/` in keys are escaped. */
export function pointerOf(path: Path): string {
  const end = path.findIndex((step) => typeof step === 'string' && step.length > maxPointerKey);
  const steps = end === -1 ? path : path.slice(0, end);
  return steps.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** One pass over the text for ascending offsets; the text may be 16 million lines. */
function linesOf(text: string, offsets: readonly number[]): { line: number; column: number }[] {
  let line = 1;
  let lineStart = 0;
  let nextBreak = text.indexOf('\n');
  return offsets.map((offset) => {
    while (nextBreak !== -1 && nextBreak < offset) {
      line += 1;
      lineStart = nextBreak + 1;
      nextBreak = text.indexOf('\n', lineStart);
    }
    return { line, column: offset - lineStart + 1 };
  });
}
