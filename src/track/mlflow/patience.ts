/** How long the server is waited for. */
export interface Patience {
  /** for an answer; for a file as much longer as a slow line needs */
  readonly requestMilliseconds: number;
  /** before the second attempt; each further one waits up to twice as long */
  readonly firstPauseMilliseconds: number;
  readonly longestPauseMilliseconds: number;
  /** at the end of a run: attempts that bring nothing, the time without any answer, and in all */
  readonly lastAttempts: number;
  readonly silenceMilliseconds: number;
  readonly finishMilliseconds: number;
  /** of which the person hears after this long */
  readonly noticeMilliseconds: number;
}

export const usualPatience: Patience = {
  requestMilliseconds: 30_000,
  firstPauseMilliseconds: 500,
  longestPauseMilliseconds: 60_000,
  lastAttempts: 3,
  silenceMilliseconds: 8_000,
  finishMilliseconds: 60_000,
  noticeMilliseconds: 2_000,
};

/** For a server that another run of this process has given up on. */
export const lessOf = (patience: Patience): Patience => ({
  ...patience,
  lastAttempts: 1,
  silenceMilliseconds: patience.silenceMilliseconds / 4,
});

/** Before attempt `failures` + 1: grows twofold, and differs from process to process so that not all come at once. */
export function pauseAfter(failures: number, patience: Patience): number {
  const { firstPauseMilliseconds: first, longestPauseMilliseconds: longest } = patience;
  const most = Math.min(longest, first * 2 ** (failures - 1));
  return most * (0.5 + Math.random() / 2);
}
