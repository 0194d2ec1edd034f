/** Text for the content of an element or for an attribute in double quotes. XML 1.0 cannot represent most control characters. */
export function escapeXml(text: string): string {
  return text
    .replaceAll(/(?![\t\n\r\u007F-\u009F])[\p{Cc}\uFFFE\uFFFF]|\p{Surrogate}/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
