const FIRST_PLACES = 1 << 15;
// Above this share of taken places the searches become long.
const MOST_TAKEN = 0.6;

/**
 * The sourcedIds of a file of half a million lines, 12 bytes each and not 100: of an id only 64 bits of a hash are kept, and the
 * line it stands in. Two ids with one hash are so unlikely (1 in 100 million files of a million lines) that whoever is told of
 * a double reads the file again to be sure, and needs no memory for those that never come.
 */
export class IdIndex {
  #places = FIRST_PLACES;
  #taken = 0;
  #high = new Int32Array(FIRST_PLACES);
  #low = new Int32Array(FIRST_PLACES);
  /** 0 where nothing stands: lines count from 1. */
  #rows = new Int32Array(FIRST_PLACES);

  /** Notes an id of a line (from 1); the line of an id with the same hash, when there was one. */
  add(id: string, row: number): number | undefined {
    if (this.#taken > this.#places * MOST_TAKEN) this.#grow();
    const [high, low] = hashOf(id);
    const place = this.#find(high, low);
    const earlier = this.#rows[place];
    if (earlier) return earlier;
    this.#put(place, high, low, row);
    this.#taken += 1;
    return undefined;
  }

  has(id: string): boolean {
    return this.#rows[this.#find(...hashOf(id))] !== 0;
  }

  #find(high: number, low: number): number {
    const last = this.#places - 1;
    let place = low & last;
    while (this.#rows[place] !== 0 && (this.#low[place] !== low || this.#high[place] !== high))
      place = (place + 1) & last;
    return place;
  }

  #put(place: number, high: number, low: number, row: number): void {
    this.#high[place] = high;
    this.#low[place] = low;
    this.#rows[place] = row;
  }

  #grow(): void {
    const before = { high: this.#high, low: this.#low, rows: this.#rows };
    this.#places *= 2;
    this.#high = new Int32Array(this.#places);
    this.#low = new Int32Array(this.#places);
    this.#rows = new Int32Array(this.#places);
    for (const [at, row] of before.rows.entries()) {
      if (row === 0) continue;
      const high = before.high[at] ?? 0;
      const low = before.low[at] ?? 0;
      this.#put(this.#find(high, low), high, low, row);
    }
  }
}

// FNV-1a with the usual prime, twice with different starts, mixed at the end as MurmurHash3 does.
function hashOf(id: string): [high: number, low: number] {
  let high = 0x811c9dc5;
  let low = 0x2f0b4c47;
  for (let at = 0; at < id.length; at += 1) {
    const code = id.charCodeAt(at);
    high = Math.imul(high ^ code, 0x01000193);
    low = Math.imul(low ^ code, 0x5bd1e995) ^ (low >>> 15);
  }
  return [mixed(high ^ low), mixed(low + Math.imul(high, 0x9e3779b1))];
}

function mixed(hash: number): number {
  let left = hash ^ (hash >>> 16);
  left = Math.imul(left, 0x85ebca6b);
  left ^= left >>> 13;
  left = Math.imul(left, 0xc2b2ae35);
  return left ^ (left >>> 16);
}
