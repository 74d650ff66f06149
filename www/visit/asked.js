/**
 * Remembers which answers the visitor has already gone on with, so that no question comes twice for the same reason.
 * It chooses no question.
 */

/** @typedef {import("../edge/types.d.ts").Missing} Missing */
/** @typedef {import("../edge/types.d.ts").Answers} Answers */

export class Asked {
  /** For each thing that was missing, the answer with which the visitor went on, as JSON. @type {Map<string, string>} */
  #answers = new Map();
  /** The questions that are asked only once and that the visitor went on from. */
  #once = new Set();

  /**
   * Notes that the visitor went on from a question although something about it may still be missing.
   * @param {string} fact
   * @param {readonly Missing[]} relevant all that is missing now
   * @param {Answers} answers
   */
  add(fact, relevant, answers) {
    const answer = answers[fact];
    if (answer === undefined) return;
    for (const missing of relevant)
      if (missing.fact === fact) this.#answers.set(keyOf(missing), JSON.stringify(answer));
  }

  /** Notes that the visitor went on from a question that is asked only once. @param {string} fact */
  addOnce(fact) {
    this.#once.add(fact);
  }

  /**
   * Whether a question is asked only once and still has an answer, exact enough or not.
   * @param {string} fact
   * @param {Answers} answers
   */
  isOver(fact, answers) {
    return this.#once.has(fact) && answers[fact] !== undefined;
  }

  /**
   * Whether the visitor went on without this, with the answer that the form still has. A question that is not answered,
   * or answered differently since, is asked again.
   * @param {Missing} missing
   * @param {Answers} answers
   */
  has(missing, answers) {
    if (this.isOver(missing.fact, answers)) return true;
    const answer = answers[missing.fact];
    return answer !== undefined && this.#answers.get(keyOf(missing)) === JSON.stringify(answer);
  }
}

/** A key for a missing answer and for how exactly it is needed. @param {Missing} missing */
function keyOf({ fact, field, member, needs }) {
  return [fact, field, member, needs].join("|");
}
