import type { BookFormat } from '../formats/book-formats.ts';

export const publishProfileNames = [
  'kdp-print',
  'kdp-kindle',
  'webtoon-canvas',
  'ingram',
  'epub-eu',
  'china',
  'itch',
  'own',
] as const;
export type PublishProfileName = (typeof publishProfileNames)[number];

/** What a platform says, in our words, with the page that says it. */
export interface PublishRule {
  readonly rule: string;
  readonly source: string;
}

export interface PublishProfile {
  readonly label: string;
  /** When the sources were read. Rules change: the source wins. */
  readonly asOf: string;
  /** The formats to upload; each that is not bound is reported. */
  readonly formats: readonly BookFormat[];
  /** It takes the cover as a file beside them. */
  readonly ownCover?: true;
  /** What it says about pictures made with AI. */
  readonly policy: readonly PublishRule[];
  /** Limits that the book is compared with. */
  readonly limits: {
    readonly pages?: { readonly least: number; readonly most: number; readonly source: string };
    readonly maxBytes?: { readonly bytes: number; readonly source: string };
    readonly leastDpi?: { readonly dpi: number; readonly source: string };
  };
  /** What the book must say of itself beside its title. */
  readonly needs: readonly ('author' | 'summary' | 'rights' | 'alt')[];
  /** To be pasted into the platform's form; null: it does not ask. */
  readonly disclosure: string | null;
  /** Labels a reader sees, where the law or the platform asks for one. */
  readonly labels: readonly string[];
}

const asOf = '2026-11-29';
const kdpAi = {
  rule: 'AI-generated text, images and translations must each be declared at upload. Buyers do not see it. Undeclared books may be removed.',
  source: 'https://kdp.amazon.com/help/topic/G200672390',
};
const kdpFile = 'https://kdp.amazon.com/help/topic/GYEKAVKMSE23PFTM';
const aiAct: PublishRule = {
  rule: 'AI Act, article 50: pictures that look real must be labelled as generated; machine-readable marks must not be removed. Systems on the market before 2 August 2026 have until 2 December 2026.',
  source: 'https://eur-lex.europa.eu/eli/reg/2024/1689/oj',
};
const images = 'The images of this book were generated with AI tools, selected and arranged by the author.';

/** Dated knowledge about where comics made with image models may be published. It is no legal advice. */
export const publishProfiles: Readonly<Record<PublishProfileName, PublishProfile>> = {
  'kdp-print': {
    label: 'Amazon KDP, paperback',
    asOf,
    formats: ['print'],
    ownCover: true,
    policy: [kdpAi],
    limits: {
      pages: {
        least: 24,
        most: 828,
        source:
          'https://authorityagency.com/courses/book-publishing-printing-guides/hardcover-publishing-with-kdp/kdp-hardcover-interior-formatting-requirements/',
      },
      maxBytes: { bytes: 650_000_000, source: kdpFile },
      leastDpi: { dpi: 300, source: kdpFile },
    },
    needs: ['author', 'summary'],
    disclosure: `Images: AI-generated. ${images}`,
    labels: [],
  },
  'kdp-kindle': {
    label: 'Amazon KDP, Kindle',
    asOf,
    formats: ['kindle'],
    policy: [kdpAi],
    limits: { maxBytes: { bytes: 650_000_000, source: kdpFile } },
    needs: ['author', 'summary', 'alt'],
    disclosure: `Images: AI-generated. ${images}`,
    labels: [],
  },
  'webtoon-canvas': {
    label: 'WEBTOON CANVAS',
    asOf,
    formats: ['webtoon'],
    policy: [
      {
        rule: 'Creators must own all rights to what they upload. No rule about AI was found in stored pages; read the current terms.',
        source: 'https://www.webtoons.com/en/terms/canvasPolicy',
      },
    ],
    limits: {},
    needs: ['author', 'summary'],
    disclosure: null,
    labels: ['Made with AI tools'],
  },
  ingram: {
    label: 'IngramSpark',
    asOf,
    formats: ['print'],
    ownCover: true,
    policy: [
      {
        rule: 'Content made by AI may not be accepted (content guidelines, item 7).',
        source: 'https://www.ingramspark.com/content-guidelines',
      },
      {
        rule: 'Disclosure is asked for, with the contributor "Assisted By – Generative AI".',
        source: 'https://help.lightningsource.com (46041880938765)',
      },
      {
        rule: 'The interior must be PDF/X-1a in CMYK, which this system does not make: convert print.pdf with a prepress tool.',
        source: 'https://help.ingramspark.com (6443532453901)',
      },
    ],
    limits: { leastDpi: { dpi: 300, source: 'https://help.ingramspark.com (6443532453901)' } },
    needs: ['author', 'summary', 'rights'],
    disclosure: 'Contributor: Assisted By – Generative AI (images).',
    labels: [],
  },
  'epub-eu': {
    label: 'E-book shops in the European Union',
    asOf,
    formats: ['epub'],
    policy: [
      aiAct,
      {
        rule: 'European Accessibility Act, since 28 June 2025: e-books carry accessibility metadata, or a reason why they are exempt (book.exemption).',
        source: 'https://www.w3.org/TR/epub-a11y-exemption/',
      },
    ],
    limits: {},
    needs: ['author', 'summary', 'alt'],
    disclosure: images,
    labels: ['AI-generated images'],
  },
  china: {
    label: 'Platforms in mainland China',
    asOf,
    formats: ['images'],
    policy: [
      {
        rule: 'GB 45438-2025, since 1 September 2025: a visible label, its letters at least 5 % of the short side of the picture, and hidden AIGC metadata. This system writes neither: add them before upload.',
        source:
          'https://sesec.eu/2025/news-events/news/china-issued-new-mandatory-national-standard-and-measures-for-the-labeling-of-content-generated-by-artificial-intelligence',
      },
    ],
    limits: {},
    needs: ['author'],
    disclosure: '本作品图片由人工智能生成',
    labels: ['AI生成'],
  },
  itch: {
    label: 'itch.io',
    asOf,
    formats: ['pdf', 'cbz', 'web'],
    policy: [
      {
        rule: 'Projects must answer whether they contain AI-generated graphics; they are tagged and can be filtered out.',
        source: 'https://itch.io/docs/creators/quality-guidelines#ai-disclosure',
      },
    ],
    limits: {},
    needs: ['summary'],
    disclosure: 'Generative AI disclosure: graphics.',
    labels: ['AI generated graphics'],
  },
  own: {
    label: 'Your own website',
    asOf,
    formats: ['web'],
    policy: [aiAct],
    limits: {},
    needs: ['rights'],
    disclosure: images,
    labels: ['Made with AI tools'],
  },
};
