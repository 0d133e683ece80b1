const list = `😀 grin|😃 happy|😄 laugh|😅 phew|😂 tears of joy|🙂 smile|😉 wink|😊 blush|😍 heart eyes|😎 cool
🤔 thinking|😐 neutral|😕 confused|🙁 sad|😢 cry|😮 surprised|😳 embarrassed|😴 sleepy|🤗 hug|🤝 handshake
👍 thumbs up|👎 thumbs down|👌 fine|✌️ victory|🤞 fingers crossed|👏 clap|🙌 hooray|🙏 thanks please|💪 strong|👋 wave hello
❤️ heart|💚 green heart|💔 broken heart|✨ sparkles|⭐ star|🔥 fire|🎉 party|🎁 gift|🏆 trophy|💡 idea
✅ done|❌ no|⚠️ warning|❗ important|❓ question|ℹ️ information|🔒 lock|🔑 key|🔧 fix tool|🐛 bug
📦 parcel|🚚 delivery|✉️ mail|📞 phone|📎 attachment|📄 page|💳 card|💶 euro|⏰ clock|📅 calendar`

/** Sixty, each with the words it is found by. */
export const emojis: readonly { emoji: string; name: string }[] = list.split(/[|\n]/).map(line => {
  const [emoji = '', ...name] = line.split(' ')
  return { emoji, name: name.join(' ') }
})
