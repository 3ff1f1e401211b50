export declare const root: string;
export declare function findPinnedNode(
  platform?: string,
  folder?: string,
  exists?: (path: string) => boolean,
): { version: string; file?: string; problem?: string };
