/** The types of entries: what a question asks, what somebody wrote, and what that says. It contains no code. */
import type { Answer, Doubt } from "../edge/types.d.ts";

/** What a question asks, as plain data. */
export interface Ask {
  /** The fact's id; for a field of a list, the field's id. */
  name: string;
  kind: "yes_no" | "choice" | "number" | "yen" | "date" | "list";
  /** The ids of the options of a choice. */
  options: string[];
  /** The answer of somebody who makes no such plan; empty if it is no plan. */
  noPlan: string;
  /** What a number counts; empty if that is not known. */
  measure: string;
  /** The smallest and the largest number, or the first and the last day as ISO dates; empty for no bound. */
  min: string;
  max: string;
  /** Whether a date must be a day. */
  exact: boolean;
  /** The questions about one member of a list. */
  fields: Ask[];
  /** The ids of the relations that are children, and those of everybody but children and the applicant. */
  children: string[];
  others: string[];
  /** The relation that may be given by its number alone. */
  counted: string;
}

/** What the page takes a question, a field or an option for, as ids; empty where nothing has the role. */
export interface Roles {
  /** The question about the day of the move. */
  move: string;
  /** The list of those who live together. */
  household: string;
  /** Its field that says how somebody is related to the applicant. */
  relation: string;
  /** Its field with the date of birth, or the due date. */
  born: string;
  /** Its field that says whether somebody moves at the same time as the applicant. */
  moves_together: string;
  /** Options of the relation. */
  spouse: string;
  child: string;
  expected: string;
  parent: string;
}

/** What the controls of a choice or a yes-no question hold. */
export interface RawChoice {
  /** The values of the ticked boxes. */
  values: string[];
  /** Whether the plan is ticked on the screen that asks several plans together. */
  planned?: boolean;
}
/** What the controls of a number hold. */
export interface RawNumber {
  text: string;
  /** Whether "I don't know" is ticked. */
  unsure: boolean;
  /** The keys of the doubts that the visitor has confirmed. */
  confirmed?: string[];
}
/** What the controls of a date hold. */
export interface RawDate {
  year: string;
  month: string;
  day: string;
  unsure: boolean;
  /** `past`, `this_year`, `next_year`, `undecided`, two ISO dates with a slash between them, or empty. */
  period?: string;
  confirmed?: string[];
}
/** What the controls of a list hold: for each member the fields that are asked, by id. */
export interface RawRoster {
  members: Record<string, Raw>[];
  /** Who else there may be; empty if that is not answered. */
  more: string;
  count: RawNumber;
}
export type Raw = RawChoice | RawNumber | RawDate | RawRoster;

/** What an entry says: an answer, an error with the values for its text's slots, or neither. */
export interface Entry {
  answer?: Answer;
  code?: string;
  slots?: Record<string, string>;
  /** What is asked back. Without an answer, there is none until the visitor confirms it. */
  doubt?: Omit<Doubt, "name" | "isOpen">;
  /** A date written into one box, spread over the three. */
  spread?: { year: string; month: string; day: string };
}
