/** The types of the page's data: reports by id, and answers as the form gives them. It contains no code. */
import type { Fault, NamedAdvice, NamedProgramme, NamedReport } from "./wire-types.d.ts";

export type {
  NamedAdvice as Advice,
  NamedAmount as Amount,
  NamedBest as Best,
  NamedBoundary as Boundary,
  NamedMissing as Missing,
  NamedPart as Part,
  NamedRange as Range,
  NamedWhatIf as WhatIf,
} from "./wire-types.d.ts";

/** The report on a programme, with the advice on it once that is computed. */
export type ProgrammeReport = NamedProgramme & Partial<NamedAdvice>;

/** What is shown of a programme: its report, with the estimate in place of the result if no rules hold. */
export type ShownReport = ProgrammeReport & { readonly isEstimate: boolean };

export type Report = Omit<NamedReport, "programmes"> & { readonly programmes: readonly ProgrammeReport[] };

/**
 * The answer to one question; null if it is not known. Numbers are numbers or digits, days are rough or exact ISO
 * dates, and several options of a choice are a list.
 */
export type Answer =
  | boolean
  | number
  | string
  | string[]
  | null
  | { is: string | string[] | { min?: string; max?: string }; declined: true }
  | { min?: number | string; max?: number | string };
/** The answers about one member of a list, by field. */
export type Member = Record<string, Answer>;
/** How many further members of one sort there are. */
export type Count = number | string | { min?: number | string; max?: number | string };
/** The answer to a list: its named members, and how many further ones there are of each sort. */
export interface Roster {
  members: Member[];
  more?: Record<string, Count>;
}
/** Answers by fact id. */
export type Answers = Record<string, Answer | Roster>;

/**
 * What the desk has ruled, by the ids in `open` of the names of a programme: a meaning of a reading, yes or no, or the
 * day on which a date lies in the year of an estimate.
 */
export type Rulings = Record<string, boolean | string>;

/** An answer that the engine rejects: its place, such as `household.members[1].born`, and the fault. */
export interface EngineError {
  fact: string;
  code: Fault;
}
export interface Engine {
  /**
   * Evaluates answers for an application date, or for the one that follows from the answers if it is null. Days are ISO
   * dates. `rulings` is what the desk has ruled; advice respects it too.
   * @throws {RangeError} if a day is not in the calendar
   */
  evaluate(
    answers: Answers,
    on: string | null,
    today: string,
    rulings?: Rulings,
  ): { report: Report } | { errors: EngineError[] };
  /**
   * The advice on a programme of the last report, by its position.
   * @throws if nothing is evaluated yet
   */
  advise(at: number): NamedAdvice;
}

/** An entry error: the question's name, the code of an error text, and the values for the text's slots. */
export interface EntryError {
  name: string;
  code: string;
  slots?: Record<string, string>;
  /** The entry that is wrong, if it is only a part of the question: `household.12` or `household.more`. */
  entry?: string;
}

/** Something about an entry that is asked back: it is no error. */
export interface Doubt {
  /** The question's name. */
  name: string;
  /** The code of its text, and the values for the text's slots. */
  code: string;
  slots: Record<string, string>;
  /** What is confirmed. It differs for a different entry. */
  key: string;
  /** Whether the entry is no answer before the visitor confirms it. */
  isOpen: boolean;
}

/** The form's current content. */
export interface Reading {
  answers: Answers;
  /** The application date as an ISO date, if the visitor gives one. */
  on: string | null;
  /** The selected answer to who else there is in a list; empty if none is selected. */
  more: string;
  errors: EntryError[];
  /** What is asked back and not confirmed. */
  doubts: Doubt[];
  /** Whether the visitor is still typing a date, which is then neither an answer nor an error. */
  unfinished: boolean;
}
