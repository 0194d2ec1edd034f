import type { ProcessLine } from '@nextpanel/local';
import { LocalError } from '@nextpanel/local/local-error';
import { plainText } from '../terminal/plain-text.ts';

const levels: readonly (readonly [least: number, word: string])[] = [
  [60, 'FATAL'],
  [50, 'ERROR'],
  [40, 'WARN'],
  [30, 'INFO'],
  [20, 'DEBUG'],
  [0, 'TRACE'],
];
/** Shown elsewhere in the line, or the same in every line. */
const untold = new Set(['level', 'time', 'pid', 'hostname', 'name', 'msg', 'v', 'err', 'seat']);
const longestField = 200;

/** A process's output line for people: JSON log lines (https://getpino.io) as one line of text, anything else unchanged. */
export function formatLogLine({ name, text }: Pick<ProcessLine, 'name' | 'text'>): string {
  const entry = readEntry(text);
  if (entry === null) return `${name}  ${plainText(text)}`;
  const { level, time, msg, err } = entry;
  const at = typeof time === 'number' || typeof time === 'string' ? new Date(time) : null;
  const clock = at && !Number.isNaN(at.getTime()) ? `${at.toTimeString().slice(0, 8)} ` : '';
  const fields = Object.entries(entry).flatMap(([key, value]) => (untold.has(key) ? [] : [`${key}=${shorten(value)}`]));
  const words = [typeof msg === 'string' ? msg : '', describeErr(err, msg), ...fields].filter(Boolean);
  return plainText(`${clock}${levelWord(level).padEnd(5)} ${name.padEnd(9)} ${words.join('  ')}`);
}

/** Describes a process that failed permanently by its own last errors instead of raw log lines. */
export function describeProcessFailure(error: LocalError): LocalError {
  const [summary = '', ...tail] = error.message.split('\n');
  const entries = tail.map(readEntry);
  const said = entries.flatMap((entry) => (entry && Number(entry.level) >= 50 ? [sayError(entry)] : []));
  const last = said.findLast(Boolean);
  if (last === undefined) {
    const lines = tail.map((text, index) => (entries[index] ? formatLogLine({ name: '', text }) : text));
    return new LocalError(error.code, [summary, ...lines].join('\n'), { cause: error, exitCode: error.exitCode });
  }
  return new LocalError(error.code, `${summary.replace(/ Last lines of its output:$/, '')} ${last}`, {
    cause: error,
    exitCode: error.exitCode,
  });
}

interface LogEntry {
  readonly level?: unknown;
  readonly time?: unknown;
  readonly msg?: unknown;
  readonly err?: unknown;
}

function readEntry(text: string): LogEntry | null {
  if (!text.startsWith('{')) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'level' in value ? value : null;
  } catch {
    return null;
  }
}

function sayError({ msg, err }: LogEntry): string {
  return describeErr(err, undefined) || (typeof msg === 'string' ? msg : '');
}

function describeErr(err: unknown, msg: unknown): string {
  if (typeof err !== 'object' || err === null || !('message' in err)) return '';
  const { message } = err;
  return typeof message === 'string' && message !== msg ? message : '';
}

const levelWord = (level: unknown): string => levels.find(([least]) => Number(level) >= least)?.[1] ?? '';

function shorten(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > longestField ? `${text.slice(0, longestField)}…` : text;
}
