/** The shapes of answers and reports, as the engine's edge reads and writes them. No code; a test of the types only. */

export type Verdict = "eligible" | "confirm" | "ineligible" | "no_rule" | "undetermined";
export type Window = "open" | "upcoming" | "closed" | "budget_reached" | "unknown";
export type State = "met" | "not_met" | "desk" | "unsettled" | "unknown" | "not_applicable";

/** Yen as digits or a reduced fraction; null: no known bound. */
export interface Range {
  min: string | null;
  max: string | null;
}
export interface Amount extends Range {
  ceiling: boolean;
}

/** What is still worth knowing: of a fact, or of one member's field. */
export interface Missing {
  fact: string;
  field: string | null;
  member: number | null;
  needs: "value" | "year" | "month_day" | "members" | "band" | "exact";
}

export interface PartReport extends Range {
  payee: string;
}

/** What is owed after the award, if something happens before a day is over; `owed` is yen. */
export interface Obligation {
  id: string;
  until: Range;
  owed: Range | null;
}

/** A requirement at its place among the programme's, the first of which is at 1: all of them together are at 0. */
export interface Requirement {
  state: State;
  /** The facts on which its own conditions hang. */
  facts: string[];
}

export interface ProgrammeReport {
  id: string;
  year: number | null;
  provisional?: boolean | null;
  verdict: Verdict;
  window: Window | null;
  amount: Amount | null;
  parts: PartReport[] | null;
  obligations: Obligation[] | null;
  payee?: string | null;
  /** Whether the benefit is money; null where no rules hold. */
  money?: boolean | null;
  requirements: Requirement[] | null;
  determining: { place: number; branches: number[] }[] | null;
  missing: Missing[] | null;
  /** What is open and makes a difference, by number in the year, and what each meaning would give. */
  readings: { at: number; choices: (Amount | null)[] }[] | null;
  stale: string[] | null;
  apply?: Advice["apply"];
  plans?: Advice["plans"];
  what_if?: WhatIf[];
  raises?: WhatIf[];
}

/** An end of the days on which an application succeeds, and what refuses it beyond. */
export interface Edge {
  min: string;
  max: string;
  why: "rules" | "upcoming" | "closed" | "budget_reached" | "requirement";
  requirement: { year: number; place: number } | null;
}

/** Other answers the applicant can choose, and what a programme comes to with them. */
export interface WhatIf {
  changes: { fact: string; to: boolean | string | Range | null }[];
  verdict: Verdict;
  amount: Amount | null;
  loses: string[];
}

/** What could be done about one programme. */
export interface Advice {
  apply: { first: Edge; last: Edge; certain: boolean } | null;
  plans: { fact: string; first: string; last: string }[];
  what_if: WhatIf[];
  raises: WhatIf[];
}

export interface Best extends Range {
  chosen: string[];
  chosen_min: string | null;
  chosen_max: string | null;
  alternatives: ({ programmes: string[] } & Range)[];
  caps: string[];
}

export interface Report {
  city: string;
  on: string;
  programmes: ProgrammeReport[];
  relevant: Missing[];
  questions_left_at_most: number;
  best: Best | null;
}

export type Answer =
  | boolean
  | number
  | string
  | string[]
  | null
  | { is: string; declined: true }
  | { min?: number | string; max?: number | string };
export type Member = Record<string, Answer>;
/** How many of one sort there are beyond those named. */
export type Count = number | string | { min?: number | string; max?: number | string };
export interface Roster {
  members: Member[];
  more?: Record<string, Count>;
}
export type Answers = Record<string, Answer | Roster>;

export interface EngineError {
  fact: string;
  code: string;
}
export interface Engine {
  evaluate(answers: Answers, on: string, today: string): { report: Report } | { errors: EngineError[] };
  /** What could be done about one programme, by its place in the report that was made last. */
  advise(at: number): Advice;
}

/** A wrong entry: the question's name, a code of the page's words, and what fills their slots. */
export interface EntryError {
  name: string;
  code: string;
  slots?: Record<string, string>;
}

/** What the form says now. `held`: a date still being typed, which is not yet judged. */
export interface Reading {
  answers: Answers;
  on: string | null;
  errors: EntryError[];
  held: boolean;
}
