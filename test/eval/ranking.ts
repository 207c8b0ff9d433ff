/** One result of any of the systems that are compared. */
export interface Hit {
  /** Absent for a commit. */
  readonly path?: string;
  readonly uri: string;
  /** 1-based, both ends included; 0 where the system finds whole files. */
  readonly startLine: number;
  readonly endLine: number;
  readonly title: string;
}

/** What finds something for a question. */
export interface RankingSystem {
  /** As the tables name it. */
  readonly name: string;
  /** Best first, at most `limit`. */
  rank(question: string, limit: number): Promise<readonly Hit[]>;
}

/** Distinct paths in the order of their first hit. */
export function distinctPaths(hits: readonly Hit[], isWanted: (path: string) => boolean): readonly string[] {
  const paths = hits.flatMap((hit) => (hit.path === undefined || !isWanted(hit.path) ? [] : [hit.path]));
  return [...new Set(paths)];
}

/** Source files of the product itself: neither tests nor documentation nor examples, by the names of their folders. */
export function isProductCode(path: string): boolean {
  const isTest =
    /(?:^|\/)(?:tests?|testing|testdata|__tests__)\/|(?:^|\/)(?:conftest|test_[^/]*|[^/]*_test|setup)\.\w+$|Tests?\.java$/i;
  const isDocumentation = /(?:^|\/)(?:docs?|examples?|doc_[^/]*)\//i;
  return (
    /\.(?:py|java|c|h|cc|cpp|hh|js|ts|rs|go|sh)$/.test(path) &&
    !isTest.test(path) &&
    !isDocumentation.test(path)
  );
}
