"""From an article's text to sentences, words and grammar."""

from communique.parse.parser import Parser
from communique.parse.sentences import split_sentences

__all__ = ["Parser", "split_sentences"]
