export { checkLetters } from './check-letters.ts';
export {
  type ComposedSheet,
  type ComposeSheetInput,
  composePanel,
  composeSheet,
  type SheetPanel,
  type SheetWarning,
} from './compose-sheet.ts';
export { composeTile } from './compose-tile.ts';
export { type ContactSheetGrid, cutContactSheet } from './cut-contact-sheet.ts';
export { checkFonts } from './fonts/check-fonts.ts';
export { installFont, isFont, learnFont, readFont, type UserFont } from './fonts/user-fonts.ts';
export { bindBook } from './formats/bind-book.ts';
export type {
  BindInput,
  BookPage,
  BookStory,
  BoundBook,
  JoinedPart,
  Matter,
  PageEncoding,
  PagePanel,
  PanelProvenance,
  SpokenText,
} from './formats/book-format.ts';
export { pageEncodings } from './formats/formats.ts';
export { joinBooks } from './formats/join-books.ts';
export { inspectPicture } from './inspect-picture.ts';
export { drawBalloonsOf, drawLettering } from './lettering/draw-lettering.ts';
export {
  type LetteringFont,
  type LetterSheetInput,
  letterSheet,
  type PanelToLetter,
} from './lettering/letter-sheet.ts';
export { type ComposeCoverInput, composeCover } from './matter/compose-cover.ts';
export { type ComposeTextPageInput, composeTextPage, type Paragraph } from './matter/compose-text-page.ts';
export { drawPlaceholder } from './matter/draw-placeholder.ts';
export { readContentCredentials } from './provenance/read-content-credentials.ts';
export { withoutManifest } from './provenance/without-manifest.ts';
export { readClearShare } from './read-clear-share.ts';
export { type PixelOptions, readPixels } from './read-pixels.ts';
export { releasePixels } from './release-pixels.ts';
export { resizePicture } from './resize-picture.ts';
export { drawBoxMask } from './retouch/draw-box-mask.ts';
export { type PasteInput, pasteArea } from './retouch/paste-area.ts';
export { type ReadMask, readMask } from './retouch/read-mask.ts';
export { scalePicture } from './scale-picture.ts';
export { shrinkPicture } from './shrink-picture.ts';
export type { PictureToSign } from './signing/describe-claim.ts';
export { openSigning, type PageSigner, type Signing } from './signing/open-signing.ts';
export { drawStoryboardFrame } from './storyboard/draw-storyboard-frame.ts';
export { readStoryboardMark } from './storyboard/read-storyboard-mark.ts';
