export { bindBook } from './bind-book.ts';
export { type ComposeSheetInput, composeSheet, type SheetPanel, type SheetWarning } from './compose-sheet.ts';
export type { BindInput, BookSheet, BookStory, BoundBook } from './editions/edition.ts';
export { checkFonts } from './fonts/check-fonts.ts';
export { inspectPicture } from './inspect-picture.ts';
export { resizePicture } from './resize-picture.ts';
export { drawStoryboardFrame } from './storyboard/draw-storyboard-frame.ts';
export { readStoryboardMark } from './storyboard/read-storyboard-mark.ts';
