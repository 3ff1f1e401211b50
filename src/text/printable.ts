/** Text that is fit to be shown. */

/** `printable`, line by line. */
export const printableLines = (text: string): string => text.split('\n').map(printable).join('\n');

/**
 * Text that can't move a terminal's cursor: control characters as a dot, tabs as one space, column for column. The
 * password of an address is stars.
 */
export function printable(text: string): string {
  return text
    .replaceAll('\t', ' ')
    .replaceAll(/[\p{Cc}\p{Bidi_Control}]/gu, '·')
    .replaceAll(/(?<=:\/\/[^/\s:@]*:)[^\s/]+(?=@)/g, (password) => '*'.repeat(password.length));
}
