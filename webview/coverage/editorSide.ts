import type { FromCoveragePage, ToCoveragePage } from "../../shared/protocol/coverageMessages.ts";
import { connectEditor } from "../editor.ts";

/** The extension. */
export const editor = connectEditor<FromCoveragePage, ToCoveragePage, unknown>();
