const place = 'nextpanel-reviewer';

/** The name a reviewer gave on this browser; '' where none was given, or where nothing may be kept. */
export function readAuthor(): string {
  try {
    return window.localStorage.getItem(place) ?? '';
  } catch {
    return '';
  }
}

export function writeAuthor(name: string): void {
  try {
    window.localStorage.setItem(place, name);
  } catch {
    // It is asked for again next time.
  }
}
