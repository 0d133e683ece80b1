/** What a bot is called until its owner gives it a name: a word for the head of the widget, not one to be introduced by. */
export const unnamed = 'Assistant'
