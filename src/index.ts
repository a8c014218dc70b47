/** The public API. */
export { type Config, defineConfig } from './config.ts'
export { type ErrorCode, StarliftError } from './core/error.ts'
export {
  and,
  coalesce,
  concat,
  day,
  decimal,
  eq,
  gt,
  gte,
  isIn,
  isNull,
  lower,
  lt,
  lte,
  minus,
  ne,
  not,
  or,
  plus,
  rate,
  sql,
  times,
  trim,
  upper,
  when,
} from './model/expression.ts'
export { dates, from } from './model/from.ts'
export { average, count, countDistinct, last, max, min, ratio, sum } from './model/measure.ts'
export type { MeasureName, Question, QuestionRow, Shared } from './model/question.ts'
export { type Star, star } from './model/star.ts'
export type { Condition, Fact, Row, Value } from './model/value.ts'
