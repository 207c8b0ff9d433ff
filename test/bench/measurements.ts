import { chatPage } from "./chatPage.ts";
import { editedFile } from "./editedFile.ts";
import { editor } from "./editor.ts";
import { embedderSpeed } from "./embedderSpeed.ts";
import { extensionActivation } from "./extensionActivation.ts";
import { firstAnswer } from "./firstAnswer.ts";
import { firstHover } from "./firstHover.ts";
import { firstIndexing } from "./firstIndexing.ts";
import { firstPassage } from "./firstPassage.ts";
import { graphTrace } from "./graphTrace.ts";
import { historyLinks } from "./historyLinks.ts";
import { hostProcessor } from "./hostProcessor.ts";
import { hoverLatency } from "./hoverLatency.ts";
import type { Measurement } from "./measurement.ts";
import { nothingChanged } from "./nothingChanged.ts";
import { queryLatency } from "./queryLatency.ts";
import { reusedVectors } from "./reusedVectors.ts";
import { symbolTrace } from "./symbolTrace.ts";
import { teamGraph } from "./teamGraph.ts";

/** All measurements in the order in which they run; those after `firstIndexing` use the store that it leaves. */
export const measurements: readonly Measurement[] = [
  firstIndexing,
  queryLatency,
  firstPassage,
  nothingChanged,
  editedFile,
  reusedVectors,
  editor,
  embedderSpeed,
  graphTrace,
  teamGraph,
  historyLinks,
  symbolTrace,
  hoverLatency,
  extensionActivation,
  chatPage,
  firstHover,
  firstAnswer,
  hostProcessor,
];
