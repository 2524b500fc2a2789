// The mark as a PNG, drawn by code: phones that take no SVG want one. Distances to the sign's lines give smooth edges.
import { crc32, deflateSync } from "node:zlib";

const STEPS = 24; // pieces that an arc is drawn with

// The lines of an outline icon, as lists of points: M, l and a of its paths, which is all that ours have.
export function strokes(shapes) {
  return [...shapes.matchAll(/ d="([^"]+)"/g)].map(([, path]) => points(path));
}

function points(path) {
  const parts = [...path.matchAll(/([Mla])([^Mla]*)/g)];
  const found = [];
  for (const [, letter, rest] of parts) {
    const numbers = rest.match(/-?\d*\.?\d+/g).map(Number);
    if (letter === "M") found.push([numbers[0], numbers[1]]);
    const size = letter === "a" ? 7 : 2;
    for (let at = 0; letter !== "M" && at < numbers.length; at += size) {
      const from = found[found.length - 1];
      if (letter === "l") found.push([from[0] + numbers[at], from[1] + numbers[at + 1]]);
      else found.push(...arc(from, numbers.slice(at, at + 7)));
    }
  }
  return found;
}

// A circle's arc (SVG 1.1, F.6.5, with equal radii): its centre lies beside the middle of the chord.
function arc([x, y], [radius, , , large, sweep, dx, dy]) {
  const chord = Math.hypot(dx, dy);
  const r = Math.max(radius, chord / 2);
  const away = Math.sqrt(r * r - (chord / 2) ** 2) * (large === sweep ? -1 : 1);
  const cx = x + dx / 2 - (away * dy) / chord;
  const cy = y + dy / 2 + (away * dx) / chord;
  const start = Math.atan2(y - cy, x - cx);
  let turn = Math.atan2(y + dy - cy, x + dx - cx) - start;
  if (sweep && turn < 0) turn += 2 * Math.PI;
  if (!sweep && turn > 0) turn -= 2 * Math.PI;
  return Array.from({ length: STEPS }, (_, step) => {
    const angle = start + (turn * (step + 1)) / STEPS;
    return [cx + r * Math.cos(angle), cy + r * Math.sin(angle)];
  });
}

// A square of `size` pixels in a colour, with white lines `width` wide; `place(point)` puts a point of the icon on it.
export function png(size, colour, lines, width, place) {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  const placed = lines.map((line) => line.map(place));
  const rows = Buffer.alloc(size * (1 + size * 3));
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const near = Math.min(...placed.map((line) => distance([x + 0.5, y + 0.5], line)));
      const ink = Math.min(Math.max(width / 2 - near + 0.5, 0), 1);
      const at = y * (1 + size * 3) + 1 + x * 3;
      [red, green, blue].forEach((value, part) => { rows[at + part] = Math.round(value + (255 - value) * ink); });
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([8, 2, 0, 0, 0], 8); // eight bits of red, green and blue
  const mark = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([mark, chunk("IHDR", head), chunk("IDAT", deflateSync(rows, { level: 9 })), chunk("IEND", Buffer.alloc(0))]);
}

function distance([x, y], line) {
  let nearest = Infinity;
  for (let at = 1; at < line.length; at += 1) {
    const [[ax, ay], [bx, by]] = [line[at - 1], line[at]];
    const share = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2 || 1);
    const held = Math.min(Math.max(share, 0), 1);
    nearest = Math.min(nearest, Math.hypot(x - ax - held * (bx - ax), y - ay - held * (by - ay)));
  }
  return nearest;
}

function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}
