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
  }
} as const;
