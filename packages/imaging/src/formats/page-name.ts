/** Readers sort pages by file name, some of them letter by letter. Four digits are enough for every story. */
export const pageName = (number: number): string => `page-${String(number).padStart(4, '0')}`;
