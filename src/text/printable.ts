/** Text that is fit to be shown. */
import { hideInAddresses, hideNamedSecrets } from './secrets.ts';

/** `printable`, line by line. */
export const printableLines = (text: string): string => text.split('\n').map(printable).join('\n');

/**
 * Text that can't move a terminal's cursor: control characters as a dot, tabs as one space, column for column. The
 * secrets of an address are stars, as is what follows a key such as `token`.
 */
export function printable(text: string): string {
  const shown = text.replaceAll('\t', ' ').replaceAll(/[\p{Cc}\p{Bidi_Control}]/gu, '·');
  const star = (secret: string) => '*'.repeat(secret.length);
  return hideNamedSecrets(hideInAddresses(shown, star), star);
}
