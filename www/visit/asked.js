/**
 * Remembers which answers the visitor has already gone on with, so that no question comes twice for the same reason.
 * It chooses no question.
 */

/** @typedef {import("../edge/types.d.ts").Missing} Missing */
/** @typedef {import("../edge/types.d.ts").Answers} Answers */

export class Asked {
  /** For each thing that was missing, the answer with which the visitor went on, as JSON. @type {Map<string, string>} */
  #answers = new Map();

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

  /**
   * Whether the visitor went on without this, with the answer that the form still has. A question that is not answered,
   * or answered differently since, is asked again.
   * @param {Missing} missing
   * @param {Answers} answers
   */
  has(missing, answers) {
    const answer = answers[missing.fact];
    return answer !== undefined && this.#answers.get(keyOf(missing)) === JSON.stringify(answer);
  }
}

/** A key for a missing answer and for how exactly it is needed. @param {Missing} missing */
function keyOf({ fact, field, member, needs }) {
  return [fact, field, member, needs].join("|");
}
