import type { Readable } from 'node:stream';
import type {
  BookLayout,
  BookSpec,
  PageSize,
  PanelSpec,
  PanelText,
  PixelSize,
  Rectangle,
  SheetLettering,
  StorySpec,
} from '@nextpanel/core';
import type { PageSigner } from '../signing/open-signing.ts';
import type { BookFile } from './book-file.ts';

type ShelfFacts = Pick<
  BookSpec,
  | 'author'
  | 'summary'
  | 'series'
  | 'number'
  | 'volume'
  | 'date'
  | 'genre'
  | 'publisher'
  | 'rights'
  | 'identifier'
  | 'exemption'
>;

/** The facts about an edition that appear in its book. */
export interface BookStory extends Readonly<ShelfFacts>, Pick<StorySpec, 'title' | 'language' | 'readingDirection'> {
  /** Id of the story, from which an identifier is made where the user gives none. */
  readonly id: string;
  /** Who translated it, of an edition that says so. */
  readonly translator?: string;
  /** Names of the characters. */
  readonly characters: readonly string[];
}

/** Where a panel's picture comes from. */
export interface PanelProvenance {
  /** SHA-256 of the frame as it is kept. */
  readonly sha256: string;
  /** `model`: drawn by an image model; `program`: by the built-in storyboard; `upload`: brought by a user, origin unknown. */
  readonly source: 'model' | 'program' | 'upload';
  readonly provider?: string;
  readonly model?: string;
}

/** A text as readers who cannot see the page get it. */
export interface SpokenText extends Pick<PanelText, 'kind' | 'drawnBy'> {
  /** Without marks. */
  readonly text: string;
  /** Name of the character who says it. */
  readonly speaker?: string;
  /** BCP 47; absent: the edition's. */
  readonly language?: string;
}

/** A panel on a page of the book. */
export interface PagePanel {
  /** Its number in the story. */
  readonly number: number;
  /** What the picture shows, for readers who cannot see it. */
  readonly alt: string;
  /** In reading order. */
  readonly texts: readonly SpokenText[];
  /** It comes after a long pause, or begins another scene. */
  readonly opensScene?: boolean;
  /** The scene it belongs to, as the contents of the book call it. */
  readonly scene?: { readonly id: string; readonly title: string };
  /** Where it stands on the page, in pixels of the page. */
  readonly slot: Rectangle;
  /** The point of the picture that must stay visible when it is cropped, 0–1. */
  readonly focus?: PanelSpec['focus'];
  /** Pixels of its picture as it was drawn. */
  readonly frameSize: PixelSize;
  readonly provenance: PanelProvenance;
  /** Its picture as it was drawn: PNG, JPEG or WebP. Read when asked for, and not kept. */
  readonly frame: () => Promise<Uint8Array>;
}

/** A page beside those of the story: the front cover, the page that says how the book was made, the back cover. */
export type Matter = 'cover' | 'credits' | 'back';

/** What a page beside those of the story says. */
export interface PageMatter {
  readonly kind: Matter;
  /** What it is called in lists of pages, in the language of the book. */
  readonly label: string;
  /** What is written on it, in reading order. Of a cover, its title and what stands with it. */
  readonly words: readonly string[];
}

/** What books for reading have their pages in: each is encoded once, when its sheet is composed. */
export type PageEncoding = 'jpeg' | 'webp';

/** A composed page on its way into a book. */
export interface BookPage {
  /** From 1, in order and without gaps; 0 of a cover, and what comes after the story's pages continues their numbers. */
  readonly number: number;
  /** Absent: a page of the story. */
  readonly matter?: PageMatter;
  /** As it was composed. Read when asked for, and not kept: the bytes are the caller's, who may release them. */
  readonly png: () => Promise<Uint8Array>;
  /** As it was encoded when it was composed, see `encodePage`, to be released as well; null: it was not. */
  readonly encoded?: (as: PageEncoding) => Promise<Uint8Array | null>;
  /** Fingerprint of the certificate that `encoded` is signed with; absent: it is not. */
  readonly signedWith?: string;
  readonly width: number;
  readonly height: number;
  /** Pixels that it continues beyond the trim at each edge; absent: it ends there. */
  readonly bleed?: number;
  /** Pixels per inch; null for a page without a paper size. */
  readonly dpi: number | null;
  readonly layout: BookLayout;
  /** Colour of the paper, `#rrggbb`. */
  readonly background: string;
  /**
   * Where its words stand, broken into lines, in page units: formats that keep words apart from pictures draw them with `drawLettering`
   * and `drawBalloonsOf`. Null: the sheet was composed by an earlier release.
   */
  readonly lettering: SheetLettering | null;
  /** In reading order. */
  readonly panels: readonly PagePanel[];
}

/** What a format binds. */
export interface BindInput {
  readonly story: BookStory;
  /** The paper of its pages; null: they are not made for paper. */
  readonly paper: PageSize | null;
  /** How many pages there are between the covers. */
  readonly pageCount: number;
  /** Read one at a time: only the page being written is in memory. */
  readonly pages: AsyncIterable<BookPage>;
  /** Signs the pictures of pages; absent: they are not signed. Formats for printers, and PDF, never are. */
  readonly signer?: PageSigner;
}

/**
 * Writes one book, in order. The same input gives the same bytes, on any machine, at any time, in any time zone; with a signer, all but the
 * signatures are the same.
 */
export type BindFormat = (input: BindInput, file: BookFile) => Promise<void>;

/** What the rest of the system knows of a format. Core's copy of it is generated: run `schema`. */
export interface FormatDescriptor {
  /** For people. */
  readonly label: string;
  /** What is in the file and where it is read: it stands in the middle of a sentence. */
  readonly about: string;
  /** Media type of the file. */
  readonly mime: string;
  /** Ending of the file's name. */
  readonly extension: string;
  /** The layout it demands; `main`: that of the story. */
  readonly layout: 'main' | BookLayout;
  /** Whether it can be bound only from pages made for paper; one of the covers alone needs to know how thick that is, too. */
  readonly paper: boolean;
  /**
   * Which pages beside those of the story it has: `all`; `inside`, those between the covers; `outside`, the covers alone; `none`.
   */
  readonly matter: 'all' | 'inside' | 'outside' | 'none';
  /** Its pages are picture files: they are signed where the installation signs pages. */
  readonly signed?: true;
  /**
   * It can be bound before everything is drawn: it is made for reading, and its title says that it is partial. Those for printers, shops and
   * letterers are made from finished pages.
   */
  readonly partial?: true;
  /** The book of the original has those of all other languages in it. */
  readonly joined?: true;
  /** Its pages are drawn again, in other resolutions or in parts: a finalizer makes nothing beside it, so that its memory stays flat. */
  readonly alone?: true;
}

/** A stored file, read whole or in part; `first` and `last` are both included. */
interface BookBytes {
  readonly bytes: number;
  stream(range?: { readonly first: number; readonly last: number }): Promise<Readable>;
}

/** A bound book in one language. */
export interface ReadableBook {
  readonly language: string;
  readonly file: BookBytes;
}

/** Bytes, or a piece of a stored file. */
export type JoinedPart = Uint8Array | { readonly file: BookBytes; readonly first: number; readonly last: number };

/** Books in several languages as one file: its pieces in their order. */
export interface JoinedBook {
  readonly parts: readonly JoinedPart[];
  readonly languages: readonly string[];
}

/** A format: its description, and the code that binds it, loaded with the first book: most processes never bind one. */
export interface BookFormatFolder extends FormatDescriptor {
  readonly load: () => Promise<BindFormat>;
  /** How it has the pages, where it has them as they are. */
  readonly pages?: () => PageEncoding;
  /** Joins the books in the original language, first, and in others to one file; null: they cannot be joined. Present where `joined`. */
  readonly join?: () => Promise<(books: readonly ReadableBook[]) => Promise<JoinedBook | null>>;
}

export interface BoundBook {
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
  readonly pages: number;
}
