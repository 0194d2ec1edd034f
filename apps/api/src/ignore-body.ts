import type { Server } from './server.ts';

/** For routes that take nothing: whatever comes as a body, of whatever type, is read and thrown away. */
export function ignoreBody(scope: Server): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, async () => undefined);
}
