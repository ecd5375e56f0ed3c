package dev.valet;

import java.util.function.Function;

/** Text nobody sees by accident (INV-15). Equality is identity: nothing here has a reason to compare secrets. */
public final class SecretText {
    private final String text;

    public SecretText(String text) {
        this.text = text;
    }

    /** The one way out. The build lets only response writers and request signers call it. */
    public <T> T use(Function<String, T> reader) {
        return reader.apply(text);
    }

    @Override
    public String toString() {
        return "SecretText[hidden]";
    }
}
