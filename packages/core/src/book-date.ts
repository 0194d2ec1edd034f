/** When a book is published: a year alone, a month or a day. */
export interface BookDate {
  readonly year: number;
  /** 1–12. */
  readonly month?: number;
  /** Of the month, from 1. */
  readonly day?: number;
}

/** A date as a story file has it: `2026`, `2026-12` or `2026-12-01`; null: it is none. */
export function readBookDate(date: string | number): BookDate | null {
  const [, year, month, day] = /^([1-9]\d{3})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(String(date)) ?? [];
  if (year === undefined) return null;
  const whole = `${year}-${month ?? '01'}-${day ?? '01'}`;
  const at = new Date(`${whole}T00:00:00Z`);
  if (Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== whole) return null;
  return {
    year: Number(year),
    ...(month !== undefined && { month: Number(month) }),
    ...(day !== undefined && { day: Number(day) }),
  };
}
