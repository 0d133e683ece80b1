// Loads the sources of the server under test with planted bugs: exact edits of the text, or an error if it has changed.
import { register } from 'node:module'

register('./plant-loader.mjs', import.meta.url, {
  data: JSON.parse(process.env.CARELINE_FAULT_EDITS ?? '[]'),
})
