/**
 * Raised whenever the same file would give other chunks or facts than before. It is a part of every stored hash, so the
 * next run reads again what an older version made, a stopped run resumes in the middle of that, and vectors of text that
 * did not change still come from the cache.
 */
export const pipelineVersion = "4";
