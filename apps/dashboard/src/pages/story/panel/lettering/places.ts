import { t } from '@lingui/core/macro';
import type { PanelEdit, PanelLetteringView, PanelView } from '@nextpanel/core';
import { cropFrame, pointInFrame, pointInSlot } from '@nextpanel/core/frame-crop';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Something of a lettered panel that can be moved by hand. */
export interface Movable {
  /** `balloon 0`, `mouth 0`, `focus`. */
  readonly name: string;
  readonly kind: 'balloon' | 'mouth' | 'focus';
  /** Which text of the panel it belongs to; -1 for the focus. */
  readonly text: number;
  readonly label: string;
  /** Its middle, 0–1 of the slot. */
  readonly at: Point;
  /** Of a balloon, 0–1 of the slot. */
  readonly size: { readonly width: number; readonly height: number } | null;
  /** It stands where a hand has put it. */
  readonly placed: boolean;
}

/** Two decimals are finer than a hand on a screen. */
export const share = (value: number): number => Math.round(Math.min(Math.max(value, 0), 1) * 100) / 100;

/** All that can be moved. Balloons drawn by the model, and texts that did not fit, cannot. */
export function movablesOf(panel: PanelView, lettering: PanelLetteringView): Movable[] {
  const { text, focus } = panel;
  const set = [...lettering.texts];
  const texts = text.flatMap((it, index): Movable[] => {
    if (it.drawnBy === 'model') return [];
    const opening = it.text.length > 28 ? `${it.text.slice(0, 27).trimEnd()}…` : it.text;
    const isVoice = it.kind === 'speech' || it.kind === 'thought';
    // Texts from before they had ids are found by their order.
    const found = set.find((one) => (one.id === null || it.id === undefined ? one.kind === it.kind : one.id === it.id));
    if (found === undefined) return [];
    set.splice(set.indexOf(found), 1);
    const { box } = found;
    const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    const balloon: Movable = {
      name: `balloon ${index}`,
      kind: 'balloon',
      text: index,
      label: isVoice ? t`Balloon: ${opening}` : t`Text: ${opening}`,
      at: it.balloon ?? middle,
      size: { width: box.width, height: box.height },
      placed: it.balloon != null,
    };
    if (!isVoice) return [balloon];
    const tail: Movable = {
      name: `mouth ${index}`,
      kind: 'mouth',
      text: index,
      label: t`Tail: ${opening}`,
      at: it.mouth
        ? inSlot(it.mouth, panel, lettering)
        : (found.tail ?? { x: middle.x, y: Math.min(1, box.y + box.height) }),
      size: null,
      placed: it.mouth != null,
    };
    return [balloon, tail];
  });
  const middle: Movable = {
    name: 'focus',
    kind: 'focus',
    text: -1,
    label: t`Focus: what must not be cropped away`,
    at: inSlot(focus ?? { x: 0.5, y: 0.5 }, panel, lettering),
    size: null,
    placed: focus !== undefined,
  };
  return [...texts, middle];
}

/**
 * The edit that puts something elsewhere.
 *
 * @param to 0–1 of the slot; null: wherever it fits
 */
export function editToMove(panel: PanelView, lettering: PanelLetteringView, it: Movable, to: Point | null): PanelEdit {
  const place = to && { x: share(to.x), y: share(to.y) };
  if (it.kind === 'focus') return { focus: place === null ? { x: 0.5, y: 0.5 } : inFrame(place, panel, lettering) };
  const value = place !== null && it.kind === 'mouth' ? inFrame(place, panel, lettering) : place;
  return { text: panel.text.map((text, index) => (index === it.text ? { ...text, [it.kind]: value } : text)) };
}

/** The edit that takes back a move: texts and focus as they were. */
export const editBack = ({ text, focus }: PanelView, moved: PanelEdit): PanelEdit =>
  moved.focus === undefined
    ? // Absent means: as it is now.
      { text: text.map((it) => ({ ...it, balloon: it.balloon ?? null, mouth: it.mouth ?? null })) }
    : { focus: focus ?? { x: 0.5, y: 0.5 } };

/** Thousandths of its height are finer than any screen. */
const slotHeight = 1_000;

function cropOf({ frame, focus }: PanelView, { aspect }: PanelLetteringView) {
  const slot = { width: Math.round(slotHeight * aspect), height: slotHeight };
  return frame === null ? null : { slot, crop: cropFrame(frame, slot, focus) };
}

/** The point of the frame that a point of the slot shows, and the other way round. */
function inFrame(point: Point, panel: PanelView, lettering: PanelLetteringView): Point {
  const it = cropOf(panel, lettering);
  if (it === null) return point;
  const { x, y } = pointInFrame(it.crop, { x: point.x * it.slot.width, y: point.y * it.slot.height });
  return { x: share(x), y: share(y) };
}
function inSlot(point: Point, panel: PanelView, lettering: PanelLetteringView): Point {
  const it = cropOf(panel, lettering);
  if (it === null) return point;
  const { x, y } = pointInSlot(it.crop, point);
  return { x: x / it.slot.width, y: y / it.slot.height };
}
