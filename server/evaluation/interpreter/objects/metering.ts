/**
 * What work costs. Whatever goes over something as long as the program likes, in the library or in an operator, asks
 * here for the price or pays here, so that a step takes about the same time wherever it is taken:
 *
 *     `text === other`        a step for each 64 characters
 *     map.get(text)           the same
 *     Object.keys(record)     a step for each key
 *     text += "x"             an element for what is added, a step for each 64 characters of what is there
 *
 * What is made is counted by elements, which bound the memory; what is only looked at, by steps, which bound the time.
 */

import type { ObjectValue } from "./objects.js";
import type { SymbolValue } from "./symbols.js";
import type { Value } from "./values.js";

/** Counts the work of a run, and ends it where its budget is spent. */
export interface Meter {
  /** Counts elements, properties and characters that are made. */
  spend(elements: number): void;
  /** Counts work that makes nothing: looking through elements, comparing, converting. */
  work(steps: number): void;
}

/** How many characters, bytes or plain elements the host compares, copies or converts in the time of a step. */
const passedInStep = 64;

/** The host's own loops go over so many characters, bytes or elements. */
export function passOver(count: number, meter: Meter): void {
  if (count >= passedInStep) meter.work(Math.floor(count / passedInStep));
}

/** The steps of asking whether two values are the same: only long texts of the same length take any. */
export function stepsOfEquality(left: Value, right: Value): number {
  if (typeof left !== "string" || typeof right !== "string" || left.length !== right.length) return 0;
  return Math.floor(left.length / passedInStep);
}

/** A value is looked up as a key: the host reads the whole of a text. */
export function lookUpKey(key: Value, meter: Meter): void {
  if (typeof key === "string") passOver(key.length, meter);
}

/** A value is converted to a number: the host reads the whole of a text. */
export function convertToNumber(value: Value, meter: Meter): void {
  if (typeof value === "string") passOver(value.length, meter);
}

/** The order of two texts. */
export function orderOfTexts(left: string, right: string, meter: Meter): number {
  passOver(Math.min(left.length, right.length), meter);
  return left < right ? -1 : left > right ? 1 : 0;
}

/**
 * Two texts become one. The host makes it by reference to both, so that a text which grows by little costs little;
 * it puts the characters together when they are read.
 */
export function joinTexts(left: string, right: string, meter: Meter): string {
  meter.spend(Math.min(left.length, right.length) + 1);
  passOver(Math.max(left.length, right.length), meter);
  return left + right;
}

/** An object's own string keys: all, or those that enumeration sees. */
export function keysOf(object: ObjectValue, isEnumerable: boolean, meter: Meter): string[] {
  meter.work(object.elementCount + object.properties.size);
  return isEnumerable ? object.enumerableKeys() : object.ownKeys();
}

/** An object's own keys that are symbols. */
export function symbolsOf(object: ObjectValue, meter: Meter): SymbolValue[] {
  const { unusual } = object;
  if (unusual === null) return [];
  meter.work(unusual.symbols.size + unusual.accessors.size);
  return object.ownSymbols();
}

/** A chain of so many objects was followed: nearly always a short one. */
export function followChain(length: number, meter: Meter): void {
  if (length >= passedInStep / 2) meter.work(Math.floor(length / 8));
}

/** So many elements are put in order by comparing them; the comparisons are counted where they are made. */
export function sortElements(count: number, meter: Meter): void {
  meter.work(count * Math.ceil(Math.log2(count + 1)));
}
