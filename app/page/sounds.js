/** Sounds for chats and tasks: off until the agent switches them on, on the Help page, for this browser. */
import { find } from "./view.js";

const ON = "deskline:sounds"; // in localStorage, for every page of the app
const TONES = { ring: [659, 880, 659, 880], message: [880] }; // Hz
const EACH = 0.18; // seconds
const VOLUME = 0.15;

let audio; // made at the first sound: a browser may refuse one before the agent has clicked anything

/** Plays a sound, if the agent wants any. */
export function play(what) {
  if (localStorage.getItem(ON)) return sound(TONES[what]);
  return undefined;
}

/** Lets the agent switch sounds on, and hear what that is like. */
export function offerSounds() {
  const box = find("#sounds-on");
  if (!box) return;
  box.checked = Boolean(localStorage.getItem(ON));
  box.addEventListener("change", () => {
    if (!box.checked) return localStorage.removeItem(ON);
    localStorage.setItem(ON, "on");
    return sound(TONES.message);
  });
}

function sound(tones) {
  audio ??= new AudioContext();
  audio.resume().catch(console.warn);
  tones.forEach((frequency, number) => tone(frequency, audio.currentTime + number * EACH));
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
