interface Size {
  readonly width: number;
  readonly height: number;
}
interface Box extends Size {
  readonly x: number;
  readonly y: number;
}

/** Room around a panel, in shares of the stage. */
const margin = 0.03;

/**
 * How large a sheet is shown, and where its corner is, so that one of its panels fills the stage; in pixels of the stage.
 *
 * @param slot in shares of the sheet
 */
export function fitSlot(sheet: Size, slot: Box, stage: Size): Box {
  const room = 1 - 2 * margin;
  const scale = Math.min(
    (stage.width * room) / (slot.width * sheet.width),
    (stage.height * room) / (slot.height * sheet.height),
  );
  const [width, height] = [sheet.width * scale, sheet.height * scale];
  return {
    x: stage.width / 2 - (slot.x + slot.width / 2) * width,
    y: stage.height / 2 - (slot.y + slot.height / 2) * height,
    width,
    height,
  };
}
