import type { BookStory, PanelProvenance } from './book-format.ts';
import { escapeXml } from './escape-xml.ts';

/** What is printed and stored as the maker of the pages. */
export const credit = 'Made with nextpanel';

type Described =
  | 'title'
  | 'language'
  | 'author'
  | 'translator'
  | 'summary'
  | 'rights'
  | 'series'
  | 'number'
  | 'volume'
  | 'date';

/** What an XMP packet says: Dublin Core, PRISM, IPTC and Adobe's own fields. */
export interface XmpFacts extends Partial<Pick<BookStory, Described>> {
  /** Where the pictures come from; see `digitalSourceType`. */
  readonly sourceType: string;
  /** When the file was made. For documents, not for pictures. */
  readonly created?: Date;
}

/**
 * How the pictures of a page were made, in IPTC's words (https://cv.iptc.org/newscodes/digitalsourcetype): a page with one picture of an
 * image model says so, one without pictures is nobody's picture.
 */
export function digitalSourceType(panels: readonly { readonly provenance: Pick<PanelProvenance, 'source'> }[]): string {
  const sources = new Set(panels.map(({ provenance }) => provenance.source));
  const code = (): string => {
    if (sources.has('model')) return 'compositeWithTrainedAlgorithmicMedia';
    if (sources.size === 0) return 'digitalCreation';
    return sources.has('program') && !sources.has('upload') ? 'algorithmicMedia' : 'composite';
  };
  return `http://cv.iptc.org/newscodes/digitalsourcetype/${code()}`;
}

/** An XMP packet, well-formed whatever the words are. */
export function writeXmp({
  title,
  language,
  author,
  summary,
  rights,
  sourceType,
  created,
  ...shelf
}: XmpFacts): string {
  const { series, number, volume, date, translator } = shelf;
  const isGiven = (value: string | number | null | undefined) => value !== undefined && value !== null;
  const inLanguages = (text: string) => `<rdf:Alt><rdf:li xml:lang="x-default">${escapeXml(text)}</rdf:li></rdf:Alt>`;
  const fields = [
    title && `<dc:title>${inLanguages(title)}</dc:title>`,
    author && `<dc:creator><rdf:Seq><rdf:li>${escapeXml(author)}</rdf:li></rdf:Seq></dc:creator>`,
    translator && `<dc:contributor><rdf:Bag><rdf:li>${escapeXml(translator)}</rdf:li></rdf:Bag></dc:contributor>`,
    summary && `<dc:description>${inLanguages(summary)}</dc:description>`,
    rights && `<dc:rights>${inLanguages(rights)}</dc:rights>`,
    language && `<dc:language><rdf:Bag><rdf:li>${escapeXml(language)}</rdf:li></rdf:Bag></dc:language>`,
    series && `<prism:seriesTitle>${escapeXml(series)}</prism:seriesTitle>`,
    isGiven(number) && `<prism:number>${escapeXml(String(number))}</prism:number>`,
    isGiven(volume) && `<prism:volume>${volume}</prism:volume>`,
    isGiven(date) && `<dc:date><rdf:Seq><rdf:li>${date}</rdf:li></rdf:Seq></dc:date>`,
    created && `<xmp:CreateDate>${created.toISOString().replace('.000', '')}</xmp:CreateDate>`,
    '<xmp:CreatorTool>nextpanel</xmp:CreatorTool>',
    created && '<pdf:Producer>nextpanel</pdf:Producer>',
    `<photoshop:Credit>${credit}</photoshop:Credit>`,
    `<Iptc4xmpExt:DigitalSourceType>${sourceType}</Iptc4xmpExt:DigitalSourceType>`,
  ];
  return [
    '<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">',
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:prism="http://prismstandard.org/namespaces/basic/3.0/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">',
    ...fields.filter(Boolean),
    '</rdf:Description>',
    '</rdf:RDF>',
    '</x:xmpmeta>',
    '<?xpacket end="r"?>',
  ].join('\n');
}
