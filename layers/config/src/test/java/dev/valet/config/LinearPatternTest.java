package dev.valet.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.re2j.Pattern;
import dev.valet.Malformed;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinearPatternTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "^a$",
                "^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$",
                "^(?:0|[1-9][0-9]{0,14})(?:\\.[0-9]{2})?$",
                "^(red|blue)$",
                "^[^<>\\]\\\\]*$",
                "^.{1,200}$",
                "^\\d+(-\\w*)?$",
                "^acct_[a-z0-9]{3,}$",
                "^price: \\$[0-9]+\\$$",
                "^(a{10}){10}$",
                "^a\\\\$",
                "^[ıİ]{1,3}$",
            })
    void aPatternOfTheCommonLanguageIsTaken(String text) {
        assertThatCode(() -> LinearPattern.check(text)).doesNotThrowAnyException();
        assertThatCode(() -> java.util.regex.Pattern.compile(text)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource
    void aBadPatternNamesTheBrokenRule(String text, String rule) {
        assertThatThrownBy(() -> LinearPattern.check(text))
                .isInstanceOf(Malformed.class)
                .hasMessage(rule);
    }

    static Stream<Arguments> aBadPatternNamesTheBrokenRule() {
        return Stream.of(
                arguments("", LinearPattern.LENGTH),
                arguments("^$", LinearPattern.LENGTH),
                arguments("^" + "a".repeat(199) + "$", LinearPattern.LENGTH),
                arguments("^a\u202eb$", LinearPattern.LENGTH), // turns the direction of what follows
                arguments("^a\nb$", LinearPattern.LENGTH),
                arguments("[a-z]+", LinearPattern.ANCHORED),
                arguments("^[a-z]+", LinearPattern.ANCHORED),
                arguments("[a-z]+$", LinearPattern.ANCHORED),
                arguments("^[a-z]+\\$", LinearPattern.ANCHORED), // a dollar, and no end
                arguments("^a|b$", LinearPattern.ANCHORED), // half of each is anchored
                arguments("^a$b$", LinearPattern.LANGUAGE),
                arguments("^^a$", LinearPattern.LANGUAGE),
                arguments("^(?=a)b$", LinearPattern.LANGUAGE),
                arguments("^(?i)a$", LinearPattern.LANGUAGE),
                arguments("^(?P<x>a)$", LinearPattern.LANGUAGE),
                arguments("^(a)\\1$", LinearPattern.LANGUAGE),
                arguments("^\\pL$", LinearPattern.LANGUAGE),
                arguments("^\\Qa\\E$", LinearPattern.LANGUAGE),
                arguments("^\\s$", LinearPattern.LANGUAGE), // the two languages know other spaces
                arguments("^\\z$", LinearPattern.LANGUAGE),
                arguments("^[[:alpha:]]$", LinearPattern.LANGUAGE),
                arguments("^[]a]$", LinearPattern.LANGUAGE),
                arguments("^[a$", LinearPattern.LANGUAGE),
                arguments("^[z-a]$", LinearPattern.LANGUAGE),
                arguments("^(a$", LinearPattern.LANGUAGE),
                arguments("^a)$", LinearPattern.LANGUAGE),
                arguments("^*$", LinearPattern.LANGUAGE),
                arguments("^a**$", LinearPattern.LANGUAGE),
                arguments("^a{,3}$", LinearPattern.LANGUAGE),
                arguments("^a{3,2}$", LinearPattern.LANGUAGE),
                arguments("^a{2$", LinearPattern.LANGUAGE),
                arguments("^a}$", LinearPattern.LANGUAGE),
                arguments("^a{1001}$", LinearPattern.SIZE),
                arguments("^a{99999999999}$", LinearPattern.SIZE),
                arguments("^(a{100}){100}$", LinearPattern.SIZE), // a million places, were it longer
                arguments("^((a{10}){10}){10}$", LinearPattern.SIZE),
                arguments("^(a|b{500}|c{500})$", LinearPattern.SIZE));
    }

    /** With other engines a dollar lets a newline stand at the end. */
    @Test
    void anEndIsTheEnd() {
        assertThat(Pattern.compile("^abc$").matcher("abc\n").find()).isFalse();
        assertThat(java.util.regex.Pattern.compile("^abc$").matcher("abc\n").find())
                .isTrue();
    }
}
