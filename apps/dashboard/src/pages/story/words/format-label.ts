import { type BookFormat, describeFormat } from '@nextpanel/core/formats';
import { coreMessage } from '../../../language/core-message.ts';

/** A book format as pages call it. */
export const formatLabel = (format: BookFormat): string =>
  coreMessage(`format.${format}`) ?? describeFormat(format).label;
