/** The public API: what star.ts and starlift.config.ts are written with, and the commands as functions. */
export { type Config, defineConfig } from './config.ts'
export type { Answer } from './core/engine.ts'
export { type ErrorCode, StarliftError } from './core/error.ts'
export type { Listener, RunEvent } from './core/progress.ts'
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
export { type OpenProject, openProject } from './open-project.ts'
export { type Answered, ask, type OpenStar, open } from './open-star.ts'
export { type CheckResult, check } from './pipeline/check.ts'
export { rollback, runs, vacuum, versions } from './pipeline/maintain.ts'
export { type RunOptions, type RunResult, run } from './pipeline/run.ts'
export { openServed, type Served, type StarVersion } from './pipeline/served.ts'
export type { Asked } from './serve/asked.ts'
