// The middle one of some numbers: what disturbs a few of them does not move it. Nothing is measured here.
export const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
