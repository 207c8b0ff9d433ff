/** Beginning of the `source` of what a decision states; the link follows. */
export const decisionStatementPrefix = "decision:";

/** Beginning of the `source` of inferred links; the item's id follows. */
export const inferenceStatementPrefix = "inferred:";
