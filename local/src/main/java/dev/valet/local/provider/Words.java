package dev.valet.local.provider;

import java.util.List;
import java.util.stream.Stream;

/** A model that says the beginning of what it was asked, word by word; a word is a token. */
record Words(List<String> words) {
    private static final int MOST_SAID = 12;

    static Words of(String text) {
        return new Words(
                Stream.of(text.split("\\s+")).filter(word -> !word.isEmpty()).toList());
    }

    int count() {
        return words.size();
    }

    /** What it says to them: the same whenever it is asked the same. */
    Words answer() {
        return new Words(Stream.concat(Stream.of("In", "short:"), words.stream().limit(MOST_SAID))
                .toList());
    }

    Words first(long most) {
        return new Words(words.stream().limit(most).toList());
    }

    String text() {
        return String.join(" ", words);
    }
}
