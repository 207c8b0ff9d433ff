/** How long a session waits for what. Tests wait less. */
export interface SessionPace {
  /** Changes of files within so long of each other are one. */
  readonly gatherMs: number;
  /** Changes within Git's folder are over after so long without another. */
  readonly settleMs: number;
  /** After changed files, the whole folder is looked at when nothing has changed for so long. */
  readonly quietMs: number;
  /** An inference that gave way is tried again after so long. */
  readonly idleMs: number;
  /** How often it is looked whether another process has ended its work. */
  readonly lookMs: number;
  /** How long after so many failures in a row it is tried again. */
  retryMs(failures: number): number;
}

/** For people. */
export const usualPace: SessionPace = {
  gatherMs: 40,
  settleMs: 250,
  quietMs: 60_000,
  idleMs: 10_000,
  lookMs: 1_000,
  retryMs: (failures) => Math.min(300_000, 2_500 * 2 ** failures),
};
