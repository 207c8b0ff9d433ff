/** One kind of work: what it is given, what it answers, and what it tells meanwhile. All plain data. */
export interface Task<Asked, Answer, News> {
  readonly asked: Asked;
  readonly answer: Answer;
  readonly news: News;
}
