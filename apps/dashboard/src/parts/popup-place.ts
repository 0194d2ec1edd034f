export const popupPlaceId = 'popups';

/**
 * Where everything that pops up is put: inside of the main landmark, since what belongs to no landmark is passed over by
 * those who go from landmark to landmark. One place for all, so that what opens later lies above.
 */
export const popupPlace = (): HTMLElement | undefined =>
  document.querySelector<HTMLElement>(`#${popupPlaceId}`) ?? undefined;
