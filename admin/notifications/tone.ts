let context: AudioContext | undefined

/** In Hz, and how long each sounds, in seconds. */
const NOTES = [660, 880]
const NOTE_S = 0.12
const LOUDNESS = 0.15

/** A short tone of two notes. Browsers let it sound once somebody has clicked or typed in the page. */
export function playTone(): void {
  try {
    context ??= new AudioContext()
    void context.resume()
    for (const [at, hertz] of NOTES.entries()) playNote(context, hertz, at * NOTE_S)
  } catch {
    // A device without sound.
  }
}

function playNote(into: AudioContext, hertz: number, after: number): void {
  const [note, loudness] = [into.createOscillator(), into.createGain()]
  const start = into.currentTime + after
  note.frequency.value = hertz
  // Rising and falling softly, since a hard edge is heard as a click.
  loudness.gain.setValueAtTime(0, start)
  loudness.gain.linearRampToValueAtTime(LOUDNESS, start + 0.02)
  loudness.gain.linearRampToValueAtTime(0, start + NOTE_S)
  note.connect(loudness).connect(into.destination)
  note.start(start)
  note.stop(start + NOTE_S)
}
