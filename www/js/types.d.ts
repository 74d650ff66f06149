/** The shapes that the page works with: reports by id, and answers as the form gives them. No code. */
import type { Fault, NamedAdvice, NamedProgramme, NamedReport } from "./wire-types.d.ts";

export type {
  NamedAdvice as Advice,
  NamedAmount as Amount,
  NamedBest as Best,
  NamedEdge as Edge,
  NamedMissing as Missing,
  NamedPart as Part,
  NamedRange as Range,
  NamedWhatIf as WhatIf,
} from "./wire-types.d.ts";

/** What was found for a programme and, once it has been sought, what could be done about it. */
export type ProgrammeReport = NamedProgramme & Partial<NamedAdvice>;

export type Report = Omit<NamedReport, "programmes"> & { readonly programmes: readonly ProgrammeReport[] };

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

/** An answer that does not fit: its place, such as `household.members[1].born`, and what is wrong. */
export interface EngineError {
  fact: string;
  code: Fault;
}
export interface Engine {
  evaluate(answers: Answers, on: string, today: string): { report: Report } | { errors: EngineError[] };
  /** What could be done about one programme, by its place in the report that was made last. */
  advise(at: number): NamedAdvice;
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
