/** As it is sent; a hundred thousand IDs come to 2 MB. */
export const LARGEST_SET_FILE_BYTES = 16 * 1024 ** 2;
export const MOST_IDS = 500_000;
/** All that is read of a workbook, once unpacked. */
export const LARGEST_WORKBOOK_BYTES = 256 * 1024 ** 2;
/** More digits than a number in a sheet keeps. */
export const MOST_EXACT_DIGITS = 15;
