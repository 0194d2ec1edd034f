/** The path under which a proxy serves nextpanel, such as `/comics`; empty at the root. The server writes it into the page. */
export const rootPath = (): string =>
  globalThis.document?.querySelector('meta[name="nextpanel-root"]')?.getAttribute('content') ?? '';

/** @param path of the API or of another page of the server, such as `/v1/stories` or `/docs` */
export const underRoot = (path: string): string => `${rootPath()}${path}`;
