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
  /** Exchanges with the server of a team. */
  readonly team: TeamPace;
}

/** How long exchanges with the server of a team wait for what. */
export interface TeamPace {
  /** After a credential was given or a decision made. */
  readonly soonMs: number;
  /** After an index run that changed something; many come one after the other. */
  readonly calmMs: number;
  /** While nothing happens here: others may have decided. */
  readonly everyMs: number;
  /** After so many failures in a row. */
  retryMs(failures: number): number;
  /** What only a person can mend is tried again after so long all the same. */
  readonly personMs: number;
}

/** For people. */
export const usualPace: SessionPace = {
  gatherMs: 40,
  settleMs: 250,
  quietMs: 60_000,
  idleMs: 10_000,
  lookMs: 1_000,
  retryMs: (failures) => Math.min(300_000, 2_500 * 2 ** failures),
  team: {
    soonMs: 1_500,
    calmMs: 20_000,
    everyMs: 180_000,
    retryMs: (failures) => Math.min(900_000, 15_000 * 2 ** failures),
    personMs: 1_800_000,
  },
};
