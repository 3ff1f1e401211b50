/**
 * Keys that MLflow takes. Letters, digits, `_`, `-`, `.` and spaces stay; any other character becomes its code in
 * hexadecimal between `_x` and `_`. So does an underscore before an x, so that nothing is lost:
 *
 *   network.blocks.0.filters   as it is
 *   größe in %                 gr_xf6__xdf_e in _x25_
 *   _x25_                      _x5f_x25_
 *   ..                         _x2e_.          what might be taken for a path
 *   (nothing)                  _x_
 */
export function legalKey(key: string): string {
  return key === '' ? '_x_' : key.replace(/_(?=x)|[^A-Za-z0-9_. -]|^\.(?=\.|$)/gu, codeOf);
}

const codeOf = (character: string): string => `_x${(character.codePointAt(0) as number).toString(16)}_`;
