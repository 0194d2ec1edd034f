// Generated from packages/imaging/src/formats: run `schema` after changing a format.

export const boundFormats = {
  "pdf": {
    "label": "PDF",
    "about": "for screens: a page per sheet, tagged, with the description and the words of each panel",
    "mime": "application/pdf",
    "extension": "pdf",
    "layout": "main"
  },
  "cbz": {
    "label": "Comic book archive (CBZ)",
    "about": "for comic readers: a ZIP of JPEG pages with ComicInfo 2.0",
    "mime": "application/vnd.comicbook+zip",
    "extension": "cbz",
    "layout": "main"
  },
  "epub": {
    "label": "EPUB",
    "about": "for e-book readers and shops: EPUB 3.3 in fixed layout, with spreads, navigation and the text of each panel for screen readers",
    "mime": "application/epub+zip",
    "extension": "epub",
    "layout": "main"
  },
  "kindle": {
    "label": "EPUB for Kindle",
    "about": "for upload to Amazon KDP: the EPUB with a magnified view of each panel; not tested on a device",
    "mime": "application/epub+zip",
    "extension": "kindle.epub",
    "layout": "main"
  },
  "webtoon": {
    "label": "Webtoon slices (ZIP)",
    "about": "for upload to WEBTOON CANVAS: JPEG slices of 800×1280 pixels at most, cut in the gaps between panels",
    "mime": "application/zip",
    "extension": "webtoon.zip",
    "layout": "webtoon"
  },
  "images": {
    "label": "Pictures (ZIP)",
    "about": "for websites and for people who letter by hand: the pages as PNG, JPEG and WebP, the art without letters, and the lettering alone as pictures and as `lettering.json`",
    "mime": "application/zip",
    "extension": "images.zip",
    "layout": "main"
  }
} as const;
