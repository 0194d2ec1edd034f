// Generated from packages/imaging/src/formats: run `schema` after changing a format.

export const boundFormats = {
  "pdf": {
    "label": "PDF",
    "about": "for screens: a page per sheet, tagged, with the description and the words of each panel",
    "mime": "application/pdf",
    "extension": "pdf",
    "layout": "main",
    "paper": false,
    "matter": "all",
    "partial": true
  },
  "print": {
    "label": "Print interior (ZIP with PDF)",
    "about": "for printers: a PDF in sRGB with trim and bleed boxes and the letters as line art, without any metadata, and `print.provenance.json`, which has title and series, how the pictures were made, and how many dots per inch each panel has",
    "mime": "application/zip",
    "extension": "print.zip",
    "layout": "main",
    "paper": true,
    "matter": "inside",
    "alone": true
  },
  "print-cover": {
    "label": "Print cover (PDF)",
    "about": "for printers: back, spine and front of the cover as one page with its boxes, the spine as thick as the pages inside; for page sizes whose paper is known",
    "mime": "application/pdf",
    "extension": "cover.pdf",
    "layout": "main",
    "paper": true,
    "matter": "outside",
    "alone": true
  },
  "cbz": {
    "label": "Comic book archive (CBZ)",
    "about": "for comic readers: a ZIP of JPEG pages with ComicInfo 2.0 and MetronInfo 1.0",
    "mime": "application/vnd.comicbook+zip",
    "extension": "cbz",
    "layout": "main",
    "paper": false,
    "matter": "all",
    "signed": true,
    "partial": true
  },
  "epub": {
    "label": "EPUB",
    "about": "for e-book readers and shops: EPUB 3.3 in fixed layout, with spreads, navigation and the text of each panel for screen readers",
    "mime": "application/epub+zip",
    "extension": "epub",
    "layout": "main",
    "paper": false,
    "matter": "all",
    "signed": true,
    "partial": true
  },
  "kindle": {
    "label": "EPUB for Kindle",
    "about": "for upload to Amazon KDP: the EPUB with a magnified view of each panel; not tested on a device",
    "mime": "application/epub+zip",
    "extension": "kindle.epub",
    "layout": "main",
    "paper": false,
    "matter": "all",
    "signed": true
  },
  "webtoon": {
    "label": "Webtoon slices (ZIP)",
    "about": "for upload to WEBTOON CANVAS: JPEG slices of 800×1280 pixels at most, cut in the gaps between panels; title, series and episodes in `book.json`",
    "mime": "application/zip",
    "extension": "webtoon.zip",
    "layout": "webtoon",
    "paper": false,
    "matter": "none",
    "signed": true,
    "alone": true
  },
  "web": {
    "label": "Web reader (HTML)",
    "about": "one file for any browser, also without a network: page by page, panel by panel or scrolling, by keyboard, touch and screen reader; that of the original has all languages, with links between them",
    "mime": "text/html; charset=utf-8",
    "extension": "html",
    "layout": "main",
    "paper": false,
    "matter": "all",
    "signed": true,
    "partial": true,
    "joined": true
  },
  "images": {
    "label": "Pictures (ZIP)",
    "about": "for websites and for people who letter by hand: the pages as PNG, JPEG and WebP, the art without letters, and the lettering alone as pictures and as `lettering.json`; title, series and all else that the book says of itself in `book.json`",
    "mime": "application/zip",
    "extension": "images.zip",
    "layout": "main",
    "paper": false,
    "matter": "all",
    "signed": true,
    "alone": true
  }
} as const;
