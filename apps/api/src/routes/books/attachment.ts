/**
 * A Content-Disposition that saves under `fileName` in any language (RFC 6266 with RFC 8187), with an ASCII name for clients
 * that read nothing else. Whatever could leave the folder or break the header is replaced.
 */
export function attachment(fileName: string): string {
  const safe = fileName.replace(/[\p{Cc}\p{Cf}\p{Cs}\\/:*?"<>|]+/gu, '_').replace(/^[.\s]+/, '') || 'book';
  const ascii =
    safe
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .replace(/[^\x20-\x7e]+/g, '_')
      .replaceAll('%', '_')
      // Only accents may have stood before the first dot.
      .replace(/^[.\s]+/, '') || 'book';
  const encoded = encodeURIComponent(safe).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
