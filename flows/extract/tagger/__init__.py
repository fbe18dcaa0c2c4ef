"""The small statistical tagger that finds persons' names, and the word classes it shares with the rules."""
