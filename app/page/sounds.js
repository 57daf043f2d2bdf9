/** Sounds for chats and tasks: off until the agent switches them on, on the Help page, for this browser. */
import { Choice } from "./choice.js";

const wanted = new Choice("sounds", false);
const TONES = { ring: [659, 880, 659, 880], message: [880] }; // Hz
const EACH = 0.18; // seconds
const LATE = 1000; // ms
const VOLUME = 0.15;

let audio; // made at the first sound: a browser may refuse one before the agent has clicked anything

/** Tells an engine that has just begun whether the agent wants sounds. */
export function tellSounds(tell) {
  tell({ kind: "pressed", button: "sounds", value: wanted.on ? "yes" : "no" });
}

/** Lets the agent switch sounds on, and hear what that is like. */
export function offerSounds(tell) {
  wanted.offer("#sounds-on", () => {
    if (wanted.on) play("message").catch(console.warn);
    tellSounds(tell);
  });
}

/** Plays a sound, unless the browser allows that only later, at the agent's next click. */
export async function play(what) {
  const asked = Date.now();
  audio ??= new AudioContext();
  await audio.resume();
  if (Date.now() - asked > LATE) return;
  TONES[what].forEach((frequency, number) => tone(frequency, audio.currentTime + number * EACH));
}

/** A tone that swells and fades, so that it does not click. */
function tone(frequency, begin) {
  const [source, volume] = [new OscillatorNode(audio, { frequency }), new GainNode(audio, { gain: 0 })];
  volume.gain.linearRampToValueAtTime(VOLUME, begin + EACH / 6);
  volume.gain.linearRampToValueAtTime(0, begin + EACH);
  source.connect(volume).connect(audio.destination);
  source.start(begin);
  source.stop(begin + EACH);
}
